package io.slipway.netboot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Machines that are powered on at the same time: each asks for an address as UEFI does, fetches its loader over TFTP, asks again as iPXE does, and
 * fetches its script, kernel and initrd over HTTP, or waits when it is told so. It needs nothing of Slipway's own, so that no mistake of a codec is
 * made on both sides. Not part of the tests; {@code .ci/bench/storm.sh} runs it.
 *
 * <p>Arguments: {@code storm SERVER OWN_ADDRESS NODES}, or {@code fetch URL CLIENTS}. The own address is that of a relay agent, behind which all
 * machines are: one machine can be many only so.
 */
public final class StormBench {

    private static final int COOKIE = 0x63825363;
    private static final int BLOCK = 1468;
    private static final int WINDOW = 4;

    private final InetAddress server;
    private final InetAddress own;
    private final DatagramSocket relay;
    private final Map<Integer, BlockingQueue<byte[]>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Queue<Long>> times = new ConcurrentHashMap<>();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();

    private StormBench(String server, String own) throws IOException {
        this.server = InetAddress.getByName(server);
        this.own = InetAddress.getByName(own);
        this.relay = new DatagramSocket(67, this.own);
        relay.setReceiveBufferSize(4 << 20);
    }

    public static void main(String[] args) throws Exception {
        if (args[0].equals("fetch")) {
            fetchAtOnce(URI.create(args[1]), Integer.parseInt(args[2]));
        } else {
            new StormBench(args[1], args[2]).storm(Integer.parseInt(args[3]));
        }
    }

    private void storm(int nodes) throws Exception {
        Thread.ofPlatform().daemon().start(this::sortReplies);
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        for (int i = 1; i <= nodes; i++) {
            int node = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    boot(node);
                    note("boot", start);
                } catch (Exception e) {
                    failures.add(node + ": " + e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        failures.stream().limit(5).forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%d of %d nodes served in %.1f s: %.0f nodes a minute; %d packets sent again, told to wait %d times%n",
                nodes - failures.size(),
                nodes,
                seconds,
                (nodes - failures.size()) * 60 / seconds,
                again.get(),
                told.get());
        for (String what : List.of("dhcp", "loader", "script", "kernel and initrd", "boot")) {
            System.out.printf(Locale.ROOT, "%-18s %s%n", what, percentiles(what));
        }
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private String percentiles(String what) {
        List<Long> all = times.getOrDefault(what, new ConcurrentLinkedQueue<>()).stream().sorted().toList();
        return all.isEmpty()
                ? "never"
                : String.format(
                        Locale.ROOT,
                        "p50 %8.1f ms   p99 %8.1f ms   most %8.1f ms",
                        all.get(all.size() / 2) / 1e6,
                        all.get((int) (all.size() * 0.99)) / 1e6,
                        all.getLast() / 1e6);
    }

    private void note(String what, long since) {
        times.computeIfAbsent(what, it -> new ConcurrentLinkedQueue<>()).add(System.nanoTime() - since);
    }

    private void boot(int node) throws Exception {
        byte[] card = {0x52, 0x54, 0, (byte) 0x95, (byte) (node >> 8), (byte) node};
        String loader = address(node, card, false);
        long since = System.nanoTime();
        tftp(loader);
        note("loader", since);
        URI script = URI.create(address(node, card, true));
        while (true) {
            since = System.nanoTime();
            String text = new String(get(script, true), ISO_8859_1);
            note("script", since);
            List<String> files = Arrays.stream(text.split("\n"))
                    .filter(line -> line.startsWith("kernel ") || line.startsWith("initrd "))
                    .map(line -> line.split(" ")[1])
                    .toList();
            if (!files.isEmpty()) {
                since = System.nanoTime();
                for (String file : files) {
                    get(URI.create(file), false);
                }
                note("kernel and initrd", since);
                return;
            }
            String pause = Arrays.stream(text.split("\n"))
                    .filter(line -> line.startsWith("sleep "))
                    .findFirst()
                    .orElseThrow(() -> new IOException("neither a kernel nor a pause: " + text));
            told.incrementAndGet();
            TimeUnit.SECONDS.sleep(Integer.parseInt(pause.substring(6)));
        }
    }

    private void sortReplies() {
        byte[] bytes = new byte[2000];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                relay.receive(packet);
                BlockingQueue<byte[]> its = waiting.get(ByteBuffer.wrap(bytes).getInt(4));
                if (its != null) {
                    its.add(Arrays.copyOf(bytes, packet.getLength()));
                }
            }
        } catch (IOException e) {
            System.out.println("no more replies: " + e);
        }
    }

    /** Discover, offer, request, acknowledgement; what it is told to boot. */
    private String address(int node, byte[] card, boolean ipxe) throws Exception {
        long since = System.nanoTime();
        int transaction = node << 1 | (ipxe ? 1 : 0);
        BlockingQueue<byte[]> replies = new LinkedBlockingQueue<>();
        waiting.put(transaction, replies);
        byte[] offer = ask(request(card, transaction, 1, ipxe, new byte[0]), replies);
        byte[] its = Arrays.copyOfRange(offer, 16, 20);
        byte[] acknowledgement = ask(request(card, transaction, 3, ipxe, its), replies);
        waiting.remove(transaction);
        if (option(acknowledgement, 53)[0] != 5) {
            throw new IOException("it was refused " + InetAddress.getByAddress(its));
        }
        note("dhcp", since);
        return ipxe ? text(option(acknowledgement, 67)) : text(Arrays.copyOfRange(acknowledgement, 108, 236));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1).replaceFirst("\0.*", "");
    }

    /** As firmware does: again after 4, 8, 16 and 32 seconds. */
    private byte[] ask(byte[] request, BlockingQueue<byte[]> replies) throws Exception {
        for (int patience = 4; patience <= 32; patience *= 2) {
            relay.send(new DatagramPacket(request, request.length, server, 67));
            // What was asked twice may be answered twice: an offer is not what follows a request.
            byte[] reply = replies.poll(patience, TimeUnit.SECONDS);
            while (reply != null && option(request, 53)[0] == 3 && option(reply, 53)[0] == 2) {
                reply = replies.poll(patience, TimeUnit.SECONDS);
            }
            if (reply != null) {
                return reply;
            }
            again.incrementAndGet();
        }
        throw new IOException("DHCP did not answer");
    }

    private byte[] request(byte[] card, int transaction, int type, boolean ipxe, byte[] wanted) {
        ByteBuffer out = ByteBuffer.allocate(548);
        out.put(new byte[] {1, 1, 6, 1}).putInt(transaction).putInt(0x8000);
        out.position(24).put(own.getAddress()).put(card);
        out.position(236);
        out.putInt(COOKIE).put(new byte[] {53, 1, (byte) type});
        if (wanted.length > 0) {
            out.put(new byte[] {50, 4}).put(wanted).put(new byte[] {54, 4}).put(server.getAddress());
        }
        out.put(new byte[] {57, 2, 5, (byte) 0xc0, 93, 2, 0, 7, 94, 3, 1, 3, 0, 97, 17, 0}).put(new byte[10]).put(card);
        byte[] vendor = "PXEClient:Arch:00007:UNDI:003000".getBytes(ISO_8859_1);
        out.put((byte) 60).put((byte) vendor.length).put(vendor);
        if (ipxe) {
            out.put(new byte[] {77, 4, 'i', 'P', 'X', 'E', (byte) 175, 3, (byte) 0xb1, 1, 0});
        }
        out.put((byte) 255);
        return Arrays.copyOf(out.array(), Math.max(300, out.position()));
    }

    private static byte[] option(byte[] message, int wanted) throws IOException {
        for (int at = 240; at < message.length && (message[at] & 255) != 255; ) {
            int code = message[at] & 255;
            int length = code == 0 ? -1 : message[at + 1] & 255;
            if (code == wanted) {
                return Arrays.copyOfRange(message, at + 2, at + 2 + length);
            }
            at += 2 + length;
        }
        throw new IOException("no option " + wanted + " in " + HexFormat.of().formatHex(message));
    }

    private void tftp(String name) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, own)) {
            socket.setSoTimeout(2000);
            byte[] out = ("\0\1" + name + "\0octet\0blksize\0" + BLOCK + "\0windowsize\0" + WINDOW + "\0").getBytes(ISO_8859_1);
            InetSocketAddress peer = new InetSocketAddress(server, 69);
            DatagramPacket in = new DatagramPacket(new byte[2000], 2000);
            int last = 0;
            int got = 0;
            socket.send(new DatagramPacket(out, out.length, peer));
            for (int tries = 0; tries < 10; ) {
                try {
                    in.setLength(2000);
                    socket.receive(in);
                } catch (SocketTimeoutException e) {
                    tries++;
                    again.incrementAndGet();
                    socket.send(new DatagramPacket(out, out.length, peer));
                    continue;
                }
                peer = (InetSocketAddress) in.getSocketAddress();
                ByteBuffer packet = ByteBuffer.wrap(in.getData(), 0, in.getLength());
                int operation = packet.getShort();
                int block = packet.getShort() & 0xffff;
                if (operation == 5) {
                    throw new IOException("TFTP: " + text(Arrays.copyOfRange(in.getData(), 4, in.getLength())));
                }
                boolean end = operation == 3 && packet.remaining() < BLOCK;
                if (operation == 3 && block == (last + 1 & 0xffff)) {
                    last = block;
                    got++;
                    if (!end && got % WINDOW != 0) {
                        continue;
                    }
                } else if (operation == 3) {
                    end = false;
                }
                out = new byte[] {0, 4, (byte) (last >> 8), (byte) last};
                socket.send(new DatagramPacket(out, out.length, peer));
                if (end) {
                    return;
                }
            }
            throw new IOException("TFTP fell silent");
        }
    }

    /** The body, or nothing when it is not wanted; asked for again as iPXE's script does, after 5 seconds. */
    private byte[] get(URI uri, boolean wanted) throws Exception {
        IOException why = new IOException("never tried");
        for (int tries = 0; tries < 10; tries++) {
            try {
                return fetched(uri, wanted);
            } catch (IOException e) {
                why = e;
                again.incrementAndGet();
                TimeUnit.SECONDS.sleep(5);
            }
        }
        throw why;
    }

    private static byte[] fetched(URI uri, boolean wanted) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 30_000);
            socket.setSoTimeout(120_000);
            String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            String status = line(in);
            long length = -1;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Long.parseLong(line.substring(15).strip());
                }
            }
            if (!status.contains(" 200 ")) {
                throw new IOException(uri + ": " + status);
            }
            if (wanted) {
                return in.readNBytes((int) length);
            }
            byte[] buffer = new byte[64 * 1024];
            long left = length;
            for (int some = in.read(buffer); some > 0; some = in.read(buffer)) {
                left -= some;
            }
            if (left != 0) {
                throw new IOException(uri + ": " + left + " bytes are missing");
            }
            return new byte[0];
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("it hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Prints the seconds until the first, the middle and the last client had everything. */
    private static void fetchAtOnce(URI uri, int clients) throws Exception {
        Queue<Double> seconds = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    fetched(uri, false);
                    seconds.add((System.nanoTime() - start) / 1e9);
                } catch (IOException e) {
                    System.out.println(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<Double> all = seconds.stream().sorted().toList();
        if (all.size() != clients) {
            System.exit(1);
        }
        System.out.printf(
                Locale.ROOT, "%.2f %.2f %.2f%n", all.getFirst(), all.get(clients / 2), all.getLast());
    }
}
