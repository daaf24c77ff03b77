package io.slipway.cli;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlMerge;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.serve.DnsSettings;
import io.slipway.netboot.serve.NetbootSettings;
import io.slipway.netboot.serve.NtpSettings;
import io.slipway.netboot.serve.ReadNetboot;
import io.slipway.netboot.serve.ReadServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code slipway.yml}: in the working directory, else in {@code /etc/slipway}. What {@code --set} says wins over it.
 *
 * @param inventory sources, as {@code -i} takes them; a file's own are seen from its folder
 * @param dns nothing when no names are served
 * @param ntp nothing when no time is served
 */
record ApplianceSettings(
        List<String> inventory, NetbootSettings netboot, Optional<DnsSettings> dns, Optional<NtpSettings> ntp) {

    static final ApplianceSettings NONE =
            new ApplianceSettings(List.of(), NetbootSettings.NONE, Optional.empty(), Optional.empty());

    private static final String NAME = "slipway.yml";
    private static final Set<String> KEYS = Set.of("inventory", "netboot", "dns", "ntp");

    /**
     * @param machine where a machine's settings lie: {@code /etc/slipway}
     * @param set what the command line says: {@code netboot.dhcp=proxy}
     * @throws CommandException naming every mistake
     */
    static ApplianceSettings find(Path workingDirectory, Path machine, List<String> set) {
        Optional<Path> file = Stream.of(workingDirectory, machine)
                .map(folder -> folder.resolve(NAME))
                .filter(Files::isRegularFile)
                .findFirst();
        YamlNode all = file.map(its -> YamlReader.read(its.toString(), TextFile.read(its)))
                .filter(its -> !(its instanceof YamlNode.Scalar scalar && scalar.value() == null))
                .orElseGet(() -> new YamlNode.Mapping(List.of(), Position.in(NAME)));
        for (String each : set) {
            all = YamlMerge.merged(all, given(each));
        }
        List<Problem> problems = new ArrayList<>();
        ApplianceSettings settings = Fields.of(all, "the settings", KEYS, problems)
                .map(fields -> read(fields, workingDirectory, problems))
                .orElse(NONE);
        if (!problems.isEmpty()) {
            throw new CommandException(problems);
        }
        return settings;
    }

    private static YamlNode given(String text) {
        int equals = text.indexOf('=');
        String source = "--set " + text;
        if (equals < 1) {
            throw new CommandException(Problem.of("'" + text + "' sets nothing")
                    .at(Position.in("--set"))
                    .hint("write it like netboot.dhcp=proxy"));
        }
        YamlNode value = YamlReader.read(source, text.substring(equals + 1));
        Position at = Position.in(source);
        for (String key : List.of(text.substring(0, equals).split("\\.", -1)).reversed()) {
            value = new YamlNode.Mapping(List.of(new YamlNode.Entry(YamlNode.Scalar.of(key, at), value)), at);
        }
        return value;
    }

    private static ApplianceSettings read(Fields fields, Path workingDirectory, List<Problem> problems) {
        List<String> inventory = fields.words("inventory").stream()
                .map(word -> beside(word, workingDirectory))
                .toList();
        NetbootSettings netboot = fields.node("netboot")
                .map(section -> ReadNetboot.read(section, problems))
                .orElse(NetbootSettings.NONE);
        return new ApplianceSettings(
                inventory,
                netboot,
                fields.node("dns").flatMap(section -> ReadServices.dns(section, problems)),
                fields.node("ntp").flatMap(section -> ReadServices.ntp(section, problems)));
    }

    private static String beside(YamlNode.Scalar word, Path workingDirectory) {
        Path folder = Path.of(word.at().source()).getParent();
        boolean given = word.at().source().startsWith("--set ");
        return (given || folder == null ? workingDirectory : folder)
                .resolve(word.text())
                .toString();
    }
}
