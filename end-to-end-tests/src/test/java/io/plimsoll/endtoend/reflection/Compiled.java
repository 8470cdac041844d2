package io.plimsoll.endtoend.reflection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiled classes of a directory, read as they are on disk. */
record Compiled(Path directory) {

    /** The names of all of them, as {@link Class#forName(String)} takes them. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        models().forEach(model -> names.add(model.thisClass().asInternalName().replace('/', '.')));
        return names;
    }

    /** The classes that the code hands around: {@code Some.class}, and {@code "the.full.Name"} in a string. */
    Set<Class<?>> handedAround() {
        Set<Class<?>> found = new java.util.HashSet<>();
        models().flatMap(model -> model.methods().stream())
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .map(element -> element instanceof LoadConstantInstruction load ? named(load) : null)
                .filter(Objects::nonNull)
                .forEach(name -> Names.load(name).ifPresent(found::add));
        return found;
    }

    private static @Nullable String named(LoadConstantInstruction load) {
        return switch (load.constantEntry()) {
            case ClassEntry type -> type.asInternalName().replace('/', '.');
            case StringEntry text -> text.stringValue();
            default -> null;
        };
    }

    private Stream<ClassModel> models() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .map(Compiled::model)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassModel model(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
