package io.plimsoll.simulator.store;

import java.util.List;

/** A request refused in the words of the API server: carries the {@code Status} it would answer with. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiStatus status;

    public ApiException(ApiStatus status) {
        super(status.message());
        this.status = status;
    }

    public ApiStatus status() {
        return status;
    }

    public int code() {
        return status.code();
    }

    public boolean isNotFound() {
        return status.code() == 404;
    }

    public boolean isConflict() {
        return status.reason().equals("Conflict");
    }

    public static ApiException notFound(ResourceType type, String name) {
        return new ApiException(
                ApiStatus.of(404, "NotFound", "%s \"%s\" not found".formatted(type.qualifiedName(), name))
                        .about(type, name));
    }

    public static ApiException alreadyExists(ResourceType type, String name) {
        return new ApiException(
                ApiStatus.of(409, "AlreadyExists", "%s \"%s\" already exists".formatted(type.qualifiedName(), name))
                        .about(type, name));
    }

    /** @param why what follows the colon of "Operation cannot be fulfilled on …" */
    public static ApiException conflict(ResourceType type, String name, String why) {
        return new ApiException(ApiStatus.of(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.qualifiedName(), name, why))
                .about(type, name));
    }

    public static ApiException stale(ResourceType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException forbidden(ResourceType type, String name, String why) {
        String subject = name.isEmpty() ? type.qualifiedName() : "%s \"%s\"".formatted(type.qualifiedName(), name);
        return new ApiException(ApiStatus.of(403, "Forbidden", subject + " is forbidden: " + why)
                .about(type, name));
    }

    /** @param field the path the API server would name, such as {@code spec.replicas} */
    public static ApiException invalid(ResourceType type, String name, String field, String why) {
        return new ApiException(new ApiStatus(
                422,
                "Invalid",
                "%s \"%s\" is invalid: %s: %s".formatted(kindAndGroup(type), name, field, why),
                name,
                type.group(),
                type.kind(),
                "",
                List.of(new ApiStatus.Cause("FieldValueInvalid", why, field)),
                0));
    }

    private static String kindAndGroup(ResourceType type) {
        return type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    }

    public static ApiException badRequest(String message) {
        return new ApiException(ApiStatus.of(400, "BadRequest", message));
    }

    /** A watch or a continued list from a resourceVersion that is no longer remembered. */
    public static ApiException expired(String message) {
        return new ApiException(ApiStatus.of(410, "Expired", message));
    }
}
