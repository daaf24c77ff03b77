package io.slipway.automation.engine;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts in a folder, one JSON file for each host, as Ansible's cache plugin {@code jsonfile} keeps them. The files may hold secrets, so
 * that only their owner can read them; each is replaced as a whole.
 */
public final class JsonFactCache implements FactCache {

    private final Path folder;
    private final String prefix;
    private final Duration keep;
    private final InstantSource clock;

    /** @param keep how long facts count after they were written; zero for ever */
    public JsonFactCache(Path folder, String prefix, Duration keep, InstantSource clock) {
        this.folder = folder;
        this.prefix = prefix;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public Optional<Map<String, @Nullable Object>> load(String host) {
        Path file = file(host);
        try {
            if (isTooOld(file)) {
                return Optional.empty();
            }
            Map<String, @Nullable Object> facts = new LinkedHashMap<>();
            if (Json.read(file.toString(), Files.readString(file)) instanceof Map<?, ?> map) {
                map.forEach((name, value) -> facts.put(String.valueOf(name), value));
            }
            return Optional.of(facts);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonException e) {
            forget(host);
            throw failed("the cached facts of " + host + " are damaged, and were erased", file, e);
        } catch (IOException e) {
            throw failed("cannot read the cached facts of " + host, file, e);
        }
    }

    private boolean isTooOld(Path file) throws IOException {
        return !keep.isZero()
                && Files.getLastModifiedTime(file).toInstant().plus(keep).isBefore(clock.instant());
    }

    @Override
    public void store(String host, Map<String, @Nullable Object> facts) {
        Path file = file(host);
        try {
            createFolder();
            Path draft = Files.createTempFile(folder, "." + prefix, ".tmp");
            try {
                Files.writeString(draft, Json.pretty(facts));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw failed("cannot keep the facts of " + host, file, e);
        }
    }

    private void createFolder() throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException link) {
            if (!Files.isDirectory(folder)) {
                throw link;
            }
        }
    }

    @Override
    public void forget(String host) {
        try {
            Files.deleteIfExists(file(host));
        } catch (IOException e) {
            throw failed("cannot erase the cached facts of " + host, file(host), e);
        }
    }

    /** A host whose name would lead out of the folder has no place in it. */
    private Path file(String host) {
        Path file = folder.resolve(prefix + host).normalize();
        if (!folder.normalize().equals(file.getParent())) {
            throw new EngineException(Problem.of("no facts can be kept for a host of the name '" + host + "'")
                    .because("it would not lie in " + folder));
        }
        return file;
    }

    private static EngineException failed(String what, Path file, Exception cause) {
        return new EngineException(
                Problem.of(what).at(Position.in(file.toString())).because(String.valueOf(cause.getMessage())), cause);
    }
}
