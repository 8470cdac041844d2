package io.plimsoll.sandbox;

/** What stops a command, said in one line: what happened, to what, and what to do. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Fault(String message) {
        super(message);
    }

    public Fault(String message, Throwable cause) {
        super(message, cause);
    }
}
