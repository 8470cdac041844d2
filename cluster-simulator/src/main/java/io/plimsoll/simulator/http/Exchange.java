package io.plimsoll.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One request and its answer. Exactly one of {@link #answer}, {@link #stream} and {@link #cut} ends it. */
public final class Exchange {

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    /** RFC 9110's: Java's own RFC 1123 format writes the day with one digit. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final Socket socket;
    private final InputStream in;
    private OutputStream out;
    private final HttpRequest request;
    private final Instant date;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private boolean keepAlive;
    private int status;
    private Runnable decided = () -> {};

    Exchange(Socket socket, InputStream in, OutputStream out, HttpRequest request, Instant date) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.request = request;
        this.date = date;
        this.keepAlive = request.keepAlive();
    }

    public HttpRequest request() {
        return request;
    }

    /** Adds a header to the answer. */
    public Exchange header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** From here on, answers are made but not sent: the request is carried out and nobody hears of it. */
    public void mute() {
        out = OutputStream.nullOutputStream();
    }

    /** What is to run once the status is known and before anything is sent, so that whoever has the answer finds it done. */
    public void whenDecided(Runnable run) {
        decided = run;
    }

    /** The status answered; 0 before that and for a connection that was cut. */
    public int status() {
        return status;
    }

    /** Answers with a whole body. */
    public void answer(int code, String contentType, byte[] body) throws IOException {
        begin(code, contentType);
        head("Content-Length: " + body.length + "\r\n");
        if (!request.method().equals("HEAD")) {
            out.write(body);
        }
        out.flush();
    }

    /** Answers with a body of unknown length. The stream's {@code flush} sends what it holds; close it to end. */
    public OutputStream stream(int code, String contentType) throws IOException {
        begin(code, contentType);
        head("Transfer-Encoding: chunked\r\n");
        return new ChunkedOutput(out);
    }

    /** As {@link #stream}, for answers that last: {@code gone} runs once the client has hung up. */
    public OutputStream stream(int code, String contentType, Runnable gone) throws IOException {
        keepAlive = false; // what the client sends from here on is swallowed by the thread that waits for its leaving
        OutputStream stream = stream(code, contentType);
        out.flush();
        awaitHangUp(gone);
        return stream;
    }

    /** Breaks the connection off: with a reset, or with an ordinary end. */
    public void cut(boolean reset) throws IOException {
        keepAlive = false;
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    /** Leaves the connection open and silent until the client goes or {@code until} is counted down. */
    public void hang(CountDownLatch until) throws IOException, InterruptedException {
        keepAlive = false;
        awaitHangUp(until::countDown);
        until.await();
        socket.close();
    }

    private void awaitHangUp(Runnable gone) {
        Thread.ofVirtual().name("await-hang-up").start(() -> {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException closed) {
                // hung up, one way or the other
            }
            gone.run();
        });
    }

    boolean keepAlive() {
        return keepAlive;
    }

    boolean answered() {
        return status != 0;
    }

    private void begin(int code, String contentType) {
        if (status != 0) {
            throw new IllegalStateException("answered twice: " + status + ", then " + code);
        }
        status = code;
        headers.put("Content-Type", contentType);
        decided.run();
    }

    private void head(String framing) throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, "Status"))
                .append("\r\nDate: ")
                .append(DATE.format(date.atOffset(ZoneOffset.UTC)))
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!keepAlive) {
            head.append("Connection: close\r\n");
        }
        head.append(framing).append("\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
