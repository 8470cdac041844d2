package io.plimsoll.simulator.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;

/** Serves connections until closed, each on a virtual thread of its own. */
public final class HttpServer implements AutoCloseable {

    /** Answers one request. What it throws ends the connection. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws IOException, InterruptedException;
    }

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Handler handler;
    private final Supplier<Instant> date;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private HttpServer(ServerSocket listener, Handler handler, Supplier<Instant> date) {
        this.listener = listener;
        this.handler = handler;
        this.date = date;
    }

    /**
     * Listens and serves.
     *
     * @param port 0 for any free one
     * @param date what the {@code Date} header says
     * @throws IOException if the port is taken
     */
    public static HttpServer start(
            InetAddress address, int port, ServerSocketFactory sockets, Handler handler, Supplier<Instant> date)
            throws IOException {
        ServerSocket listener = sockets.createServerSocket();
        try {
            listener.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException taken) {
            listener.close();
            throw taken;
        }
        HttpServer server = new HttpServer(listener, handler, date);
        Thread.ofVirtual().name("accept-" + server.port()).start(server::accept);
        return server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Breaks every open connection, as a restart of the API server does. */
    public void dropConnections() {
        for (Socket socket : connections) {
            close(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        dropConnections();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().name("connection-" + socket.getPort()).start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    Thread.onSpinWait(); // a client that left before it was accepted: not ours to report
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            RequestReader reader = new RequestReader(in, out);
            boolean open = true;
            while (open && !socket.isClosed()) {
                HttpRequest request = reader.read();
                if (request == null) {
                    break;
                }
                Exchange exchange = new Exchange(socket, in, out, request, date.get());
                handler.handle(exchange);
                open = exchange.keepAlive() && exchange.answered();
            }
        } catch (IOException | NumberFormatException gone) {
            // The client hung up or doesn't speak HTTP: there is nobody to tell.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is as closed as it gets
        }
    }
}
