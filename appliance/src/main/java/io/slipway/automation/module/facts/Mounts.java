package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mounted file systems that have a device, with their sizes. One that hangs is given up after {@code $_timeout} seconds. */
final class Mounts {

    static final String SCRIPT = """
            ask mounts cat /proc/mounts
            ask uuids lsblk --list --noheadings --paths --output NAME,UUID --exclude 2
            ask binds findmnt --list --noheadings --notruncate --output TARGET,SOURCE
            _limit=
            command -v timeout >/dev/null 2>&1 && _limit="timeout $_timeout"
            while read -r _device _mount _rest; do
              case $_device in /*|*:/*) ;; *) continue ;; esac
              _place=$(printf '%b' "$(printf '%s' "$_mount" | sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g')")
              ask "size $_mount" $_limit stat -f -c '%b %a %S %s %c %d' "$_place"
            done </proc/mounts
            """;

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    static List<@Nullable Object> list(Found found) {
        Map<String, String> uuids = new HashMap<>();
        for (String line : found.lines("uuids")) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2) {
                uuids.putIfAbsent(words[0], words[1]);
            }
        }
        Set<String> binds = new HashSet<>();
        for (String line : found.lines("binds")) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2 && words[1].matches(".*\\[.+]")) {
                binds.add(words[0]);
            }
        }
        Map<String, Map<String, @Nullable Object>> mounts = new LinkedHashMap<>();
        for (String line : found.lines("mounts")) {
            String[] words = line.split(" ");
            if (words.length >= 4
                    && (words[0].startsWith("/") || words[0].contains(":/"))
                    && !words[2].equals("none")) {
                mounts.put(words[1], mount(words, found, uuids, binds));
            }
        }
        return new ArrayList<>(mounts.values());
    }

    private static Map<String, @Nullable Object> mount(
            String[] words, Found found, Map<String, String> uuids, Set<String> binds) {
        String place = plain(words[1]);
        String device = plain(words[0]);
        Map<String, @Nullable Object> mount = new LinkedHashMap<>();
        mount.put("mount", place);
        mount.put("device", device);
        mount.put("fstype", words[2]);
        mount.put("options", binds.contains(place) ? words[3] + ",bind" : words[3]);
        String[] sizes = found.text("size " + words[1]).split(" ");
        if (sizes.length == 6) {
            long total = Long.parseLong(sizes[0]);
            long available = Long.parseLong(sizes[1]);
            long unit = Long.parseLong(sizes[2]);
            long inodes = Long.parseLong(sizes[4]);
            long freeInodes = Long.parseLong(sizes[5]);
            mount.put("size_total", unit * total);
            mount.put("size_available", unit * available);
            mount.put("block_size", Long.parseLong(sizes[3]));
            mount.put("block_total", total);
            mount.put("block_available", available);
            mount.put("block_used", total - available);
            mount.put("inode_total", inodes);
            mount.put("inode_available", freeInodes);
            mount.put("inode_used", inodes - freeInodes);
        } else {
            mount.put("note", "Could not get extra information due to timeout");
        }
        mount.put("uuid", uuids.getOrDefault(device, "N/A"));
        return mount;
    }

    private static String plain(String escaped) {
        return OCTAL.matcher(escaped).replaceAll(match -> {
            String character = Character.toString((char) Integer.parseInt(match.group(1), 8));
            return java.util.regex.Matcher.quoteReplacement(character);
        });
    }
}
