package io.plimsoll.endtoend.reference;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The keys of the {@code @ConfigMapping} interfaces of some sources, read by the compiler's own parser. */
final class MappedKeys {

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final Map<String, ClassTree> nested = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();

    private MappedKeys(DocTrees docs, CompilationUnitTree unit) {
        this.docs = docs;
        this.unit = unit;
    }

    /** In the order of the sources, and of the methods in them. */
    static List<Key> of(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            List<Key> all = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                all.addAll(new MappedKeys(docs, unit).read());
            }
            return all;
        }
    }

    private List<Key> read() {
        for (Tree declared : unit.getTypeDecls()) {
            if (declared instanceof ClassTree mapping
                    && annotation(mapping, "ConfigMapping") instanceof String prefix) {
                types(mapping);
                members(prefix, mapping);
            }
        }
        return keys;
    }

    private void types(ClassTree type) {
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree inner && inner.getKind() == Tree.Kind.INTERFACE) {
                nested.put(inner.getSimpleName().toString(), inner);
                types(inner);
            }
        }
    }

    private void members(String prefix, ClassTree type) {
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method) {
                member(prefix, method);
            }
        }
    }

    private void member(String prefix, MethodTree method) {
        String own = annotation(method, "WithName") instanceof String given
                ? given
                : kebab(method.getName().toString());
        String name = prefix + "." + own;
        String type = method.getReturnType().toString();
        String element = type.replaceAll("^(Optional|List|Map)<(String, ?)?|>$", "");
        ClassTree group = nested.get(element);
        if (group == null) {
            String fallback = Objects.requireNonNullElse(annotation(method, "WithDefault"), "");
            keys.add(new Key(name, fallback, bounds(method), text(method)));
        } else if (type.startsWith("Map<")) {
            members(name + ".<name>", group);
        } else {
            members(type.startsWith("List<") ? name + "[0]" : name, group);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String bounds(MethodTree method) {
        String least = annotation(method, "Min");
        String most = annotation(method, "Max");
        if (least != null && most != null) {
            return "From %s to %s.".formatted(least, most);
        }
        return least != null ? "At least %s.".formatted(least) : most != null ? "At most %s.".formatted(most) : "";
    }

    /** The annotation's value, or its prefix; null where there is no such annotation. */
    private static @org.jspecify.annotations.Nullable String annotation(Tree declared, String annotation) {
        var modifiers =
                declared instanceof ClassTree type ? type.getModifiers() : ((MethodTree) declared).getModifiers();
        Optional<? extends AnnotationTree> found = modifiers.getAnnotations().stream()
                .filter(each -> each.getAnnotationType().toString().equals(annotation))
                .findFirst();
        if (found.isEmpty()) {
            return null;
        }
        ExpressionTree argument = found.get().getArguments().getFirst();
        ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
        return value instanceof LiteralTree literal ? String.valueOf(literal.getValue()) : value.toString();
    }

    private String text(MethodTree method) {
        TreePath path = Objects.requireNonNull(TreePath.getPath(unit, method));
        String comment = docs.getDocComment(path);
        return comment == null
                ? ""
                : comment.replaceAll("(?s)\n\\s*@(return|param|throws).*", "")
                        .replaceAll("\\{@(?:code|link|linkplain) #?([^}]*)}", "`$1`")
                        .replaceAll("<[^>]{1,3}>", "")
                        .replaceAll("\\s+", " ")
                        .strip();
    }
}
