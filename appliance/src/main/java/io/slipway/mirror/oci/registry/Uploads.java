package io.slipway.mirror.oci.registry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The uploads that have begun. They are found again after a restart, and expire when nobody goes on with them. */
public final class Uploads {

    /** Nobody needs as many at the same time. */
    private static final int MOST = 10_000;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final RegistryStore registry;
    private final Map<String, Upload> open = new ConcurrentHashMap<>();

    Uploads(RegistryStore registry) {
        this.registry = registry;
    }

    public Upload begin(RepositoryName repository) {
        if (open.size() >= MOST) {
            throw new RegistryException(ErrorCode.TOOMANYREQUESTS, "too many uploads have begun: finish some first");
        }
        String id = registry.freshId();
        Path file = file(repository, id);
        try {
            Files.createDirectories(folder(repository));
            Files.createFile(file);
        } catch (IOException e) {
            throw RegistryException.io("an upload cannot begin", e);
        }
        Upload upload = new Upload(registry, repository, id, file);
        open.put(id, upload);
        return upload;
    }

    /** One that was begun in this repository and is not over. */
    public Optional<Upload> find(RepositoryName repository, String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Upload known = open.get(id);
        if (known == null && Files.exists(file(repository, id))) {
            known = open.computeIfAbsent(id, key -> found(repository, key));
        }
        return Optional.ofNullable(known).filter(upload -> upload.repository().equals(repository) && !upload.isOver());
    }

    private Upload found(RepositoryName repository, String id) {
        Upload upload = new Upload(registry, repository, id, file(repository, id));
        try {
            upload.readWhatIsThere();
        } catch (IOException e) {
            throw RegistryException.io("an upload cannot be read", e);
        }
        return upload;
    }

    /** To be told when an upload is over. */
    public void forget(Upload upload) {
        if (upload.isOver()) {
            open.remove(upload.id());
        }
    }

    /** Removes uploads that nobody went on with for so long. */
    public void expire(Duration age) {
        Instant before = registry.clock().instant().minus(age);
        try {
            for (String name : Durable.names(registry.uploadsDirectory())) {
                Path folder = registry.uploadsDirectory().resolve(name);
                for (String id : Durable.names(folder)) {
                    expire(folder.resolve(id), id, before);
                }
            }
            removeLeftovers(before);
        } catch (IOException e) {
            throw RegistryException.io("abandoned uploads cannot be removed", e);
        }
    }

    /** What manifests leave behind when the process ends while they are written. */
    private void removeLeftovers(Instant before) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(registry.uploadsDirectory(), ".*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException nothingThere) {
            return;
        }
    }

    private void expire(Path file, String id, Instant before) throws IOException {
        try {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                return;
            }
        } catch (NoSuchFileException finishedMeanwhile) {
            return;
        }
        Upload upload = open.remove(id);
        if (upload == null) {
            Files.deleteIfExists(file);
        } else {
            upload.ifFree(() -> {
                upload.cancel();
                return upload;
            });
        }
    }

    private Path folder(RepositoryName repository) {
        return registry.uploadsDirectory().resolve(repository.directory());
    }

    private Path file(RepositoryName repository, String id) {
        return folder(repository).resolve(id);
    }
}
