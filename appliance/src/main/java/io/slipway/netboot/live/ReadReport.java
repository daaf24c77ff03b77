package io.slipway.netboot.live;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A machine's report, which anybody in the room may have written: taken as it is meant, or refused. */
public final class ReadReport {

    /** In characters. A machine with 64 disks and 64 cards needs half of it. */
    public static final int LARGEST = 64 * 1024;

    private static final int MANY = 256;
    private static final int LONG = 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!._-]{0,63}");
    private static final Pattern PRINTED = Pattern.compile("[ -~]{0," + LONG + "}");
    private static final Pattern KEY = Pattern.compile("(?:ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/]+=*(?: [!-~]+)?");
    private static final Set<String> SIGNS = Set.of("raid", "lvm", "zfs", "ceph");

    private ReadReport() {}

    /**
     * @param client the card as which it reports: one of those that it has
     * @throws LiveException saying what is wrong with it
     */
    public static Hardware of(MacAddress client, String json) {
        if (json.length() > LARGEST) {
            throw wrong("it is longer than " + LARGEST + " characters");
        }
        Part all = new Part("the report", read(json));
        Hardware hardware = hardware(client, all);
        if (hardware.cards().stream()
                .noneMatch(card ->
                        MacAddress.parse(card.mac()).filter(client::equals).isPresent())) {
            throw wrong("no card in it is the one as which it came, " + client.written(2, ":", true));
        }
        return hardware;
    }

    private static @Nullable Object read(String json) {
        try {
            return Json.read("report", json);
        } catch (ProblemException e) {
            throw new LiveException(e.problem(), e);
        }
    }

    private static Hardware hardware(MacAddress client, Part all) {
        Part system = all.part("system");
        Part cpu = all.part("cpu");
        String bmc = all.text("bmc");
        if (!bmc.isEmpty() && IpAddress.parse(bmc).isEmpty()) {
            throw wrong("'bmc' is not an address");
        }
        String key = all.text("host_key");
        if (!key.isEmpty() && !KEY.matcher(key).matches()) {
            throw wrong("'host_key' is not a public key");
        }
        return new Hardware(
                client,
                new Hardware.Maker(
                        system.text("vendor"),
                        system.text("product"),
                        system.text("serial"),
                        system.text("uuid"),
                        system.text("bios"),
                        system.text("firmware")),
                new Hardware.Processors(
                        cpu.text("model"), cpu.number("sockets"), cpu.number("cores"), cpu.number("threads")),
                all.number("memory"),
                all.parts("disks", ReadReport::disk),
                all.parts("nics", ReadReport::card),
                all.parts("gpus", part -> new Hardware.Gpu(part.text("pci"), part.text("id"))),
                bmc,
                key);
    }

    private static Hardware.Disk disk(Part part) {
        Set<String> holds = new TreeSet<>();
        for (Object sign : part.list("holds")) {
            if (!(sign instanceof String text) || !SIGNS.contains(text)) {
                throw wrong("'holds' of a disk has more than " + SIGNS);
            }
            holds.add(text);
        }
        return new Hardware.Disk(
                part.name("name"),
                part.number("size"),
                part.text("model"),
                part.text("serial"),
                part.text("wwn"),
                part.flag("rotational"),
                part.flag("removable"),
                holds);
    }

    private static Hardware.Card card(Part part) {
        return new Hardware.Card(
                part.name("name"),
                part.text("mac"),
                part.text("driver"),
                part.text("pci"),
                part.text("id"),
                part.number("speed"),
                part.flag("link"));
    }

    private static LiveException wrong(String why) {
        return new LiveException(
                Problem.of("this is not the report of a machine").because(why));
    }

    /** A mapping in it. What is missing is empty, and what nobody asks for is passed over: agents may be older or newer. */
    private static final class Part {

        private final Map<?, ?> values;

        Part(String what, @Nullable Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrong(what + " is not a mapping");
            }
            values = map;
        }

        Part part(String key) {
            return new Part("'" + key + "'", values.get(key));
        }

        String text(String key) {
            Object value = values.get(key);
            if (value == null) {
                return "";
            }
            if (!(value instanceof String text) || !PRINTED.matcher(text).matches()) {
                throw wrong("'" + key + "' is not a short text");
            }
            return text.strip();
        }

        String name(String key) {
            String text = text(key);
            if (!NAME.matcher(text).matches()) {
                throw wrong("'" + key + "' cannot be a name");
            }
            return text;
        }

        long number(String key) {
            if (!(values.get(key) instanceof Long number) || number < 0) {
                throw wrong("'" + key + "' is not a number that counts something");
            }
            return number;
        }

        boolean flag(String key) {
            return values.get(key) instanceof Boolean flag && flag;
        }

        List<?> list(String key) {
            if (!(values.get(key) instanceof List<?> list) || list.size() > MANY) {
                throw wrong("'" + key + "' is not a list of at most " + MANY);
            }
            return list;
        }

        <T> List<T> parts(String key, Function<Part, T> reading) {
            List<T> read = new ArrayList<>();
            for (Object item : list(key)) {
                read.add(reading.apply(new Part("each of '" + key + "'", item)));
            }
            return read;
        }
    }
}
