package io.slipway.pod.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.automation.inventory.Inventory;
import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.pod.PodException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a journey is made with: the playbooks with all that lies beside them, and the inventory as it is written. When any of it changes, no
 * node has been made with it, and all stages are looked at again.
 */
public final class ContentOfJourney {

    private ContentOfJourney() {}

    /** @throws PodException when the playbooks cannot be read */
    public static String digest(Path playbooks, Inventory inventory) {
        MessageDigest digest = Digest.sha256();
        try (Stream<Path> files = Files.walk(playbooks)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(digest, playbooks.relativize(file).toString());
                add(digest, Digest.of(file).hex());
            }
        } catch (UncheckedIOException e) {
            throw unreadable(playbooks, e.getMessage());
        } catch (IOException e) {
            throw unreadable(playbooks, IoReason.of(e, playbooks));
        }
        for (String host : inventory.hosts()) {
            add(digest, host);
            add(digest, String.join(",", inventory.groupsOf(host)));
            Map<String, YamlNode> variables = new TreeMap<>(inventory.variablesOf(host, playbooks));
            variables.forEach((name, value) -> {
                add(digest, name);
                add(digest, String.valueOf(value.toValue()));
            });
        }
        return Digest.finish(digest).hex();
    }

    private static PodException unreadable(Path playbooks, @Nullable String why) {
        return new PodException(List.of(Problem.of("the playbooks of the journey cannot be read")
                .at(Position.in(playbooks.toString()))
                .because(String.valueOf(why))));
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(UTF_8));
        digest.update((byte) 0);
    }
}
