package io.slipway.automation.module.files;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists files of a node by name, type, age, size and content. */
final class FindModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("find", "Lists files of a node that meet conditions")
            .options(
                    Option.of("paths", Option.Type.LIST, "Directories to look in")
                            .alias("name", "path")
                            .mandatory(),
                    Option.of("patterns", Option.Type.LIST, "Names, as shell patterns or Python regular expressions")
                            .alias("pattern")
                            .orElse(List.of()),
                    Option.of("excludes", Option.Type.LIST, "Names to leave out")
                            .alias("exclude"),
                    Option.of("contains", Option.Type.STRING, "Python regular expression that a line must begin with"),
                    Option.of(
                                    "read_whole_file",
                                    Option.Type.BOOL,
                                    "Whether contains is looked for in the file as a whole")
                            .orElse(false),
                    Option.of("file_type", Option.Type.STRING, "What to list")
                            .oneOf("any", "directory", "file", "link")
                            .orElse("file"),
                    Option.of("age", Option.Type.STRING, "At least this old: 3600, 2h, 1w; negative for at most"),
                    Option.of("age_stamp", Option.Type.STRING, "Which time is the age")
                            .oneOf("atime", "ctime", "mtime")
                            .orElse("mtime"),
                    Option.of("size", Option.Type.STRING, "At least this large: 100, 10k, 1g; negative for at most"),
                    Option.of("recurse", Option.Type.BOOL, "Whether to look in directories below")
                            .orElse(false),
                    Option.of("depth", Option.Type.INT, "How far below"),
                    Option.of("hidden", Option.Type.BOOL, "Whether names with a leading dot count")
                            .orElse(false),
                    Option.of("follow", Option.Type.BOOL, "Whether links to directories are entered")
                            .orElse(false),
                    Option.of("get_checksum", Option.Type.BOOL, "Whether to take SHA-1 of files")
                            .orElse(false),
                    Option.of("use_regex", Option.Type.BOOL, "Whether patterns are regular expressions")
                            .orElse(false))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        FindConditions conditions = FindConditions.of(a);
        FindListing listing = FindListing.on(call.node(), a);
        List<FindListing.Entry> matching = new ArrayList<>(listing.entries().stream()
                .filter(entry -> conditions.meets(entry, listing.now()))
                .toList());
        boolean wantsContent = a.has("contains") && a.string("file_type").equals("file");
        Map<String, String> sums = Map.of();
        if (!matching.isEmpty() && (wantsContent || a.flag("get_checksum"))) {
            FindContent content = FindContent.of(call.node(), matching, a, wantsContent);
            if (wantsContent) {
                matching.removeIf(entry -> !content.holds(entry.path()));
            }
            sums = content.sums();
        }
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        for (FindListing.Entry entry : matching) {
            files.add(describe(entry, sums));
        }
        ModuleResult result = ModuleResult.unchanged()
                .with("files", files)
                .with("matched", (long) files.size())
                .with("examined", (long) listing.entries().size())
                .with("skipped_paths", listing.skipped())
                .with(
                        "msg",
                        listing.skipped().isEmpty()
                                ? "All paths examined"
                                : "Not all paths examined, check warnings for details");
        return listing.skipped().isEmpty() ? result : result.with("warnings", warnings(listing.skipped()));
    }

    private static Map<String, @Nullable Object> describe(FindListing.Entry entry, Map<String, String> sums) {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("path", entry.path());
        file.putAll(StatFacts.of(entry.status()));
        file.put("gr_name", entry.status().group());
        file.put("pw_name", entry.status().owner());
        if (sums.containsKey(entry.path())) {
            file.put("checksum", sums.get(entry.path()));
        }
        return file;
    }

    private static List<String> warnings(Map<String, String> skipped) {
        return skipped.entrySet().stream()
                .map(e -> "Skipped '" + e.getKey() + "' path due to this access issue: " + e.getValue())
                .toList();
    }
}
