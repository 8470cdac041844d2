package io.plimsoll.wire.rights;

import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * Something on the brokers, and what may be done to it.
 *
 * @param pattern its type, its name, and whether that is only what its name begins with
 */
public record Right(ResourcePattern pattern, List<AclOperation> operations) {

    public Right {
        operations = List.copyOf(operations);
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("a right on " + pattern + " must allow something");
        }
    }

    /** As the broker takes it: one binding for each operation, from any host. */
    public List<AclBinding> bindings(String principal) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        pattern, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }
}
