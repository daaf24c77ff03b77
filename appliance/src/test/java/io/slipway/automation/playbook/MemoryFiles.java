package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Files that exist only in a test. */
final class MemoryFiles implements SourceFiles {

    private final Map<Path, String> files = new TreeMap<>();

    MemoryFiles with(String path, String text) {
        files.put(Path.of(path), text);
        return this;
    }

    @Override
    public boolean isFile(Path path) {
        return files.containsKey(path.normalize());
    }

    @Override
    public boolean isDirectory(Path path) {
        Path folder = path.normalize();
        return files.keySet().stream().anyMatch(file -> !file.equals(folder) && file.startsWith(folder));
    }

    @Override
    public List<Path> list(Path directory) {
        Path folder = directory.normalize();
        return files.keySet().stream()
                .filter(file -> folder.equals(file.getParent()))
                .toList();
    }

    @Override
    public List<Path> folders(Path directory) {
        Path folder = directory.normalize();
        TreeSet<Path> folders = new TreeSet<>();
        for (Path file : files.keySet()) {
            for (Path at = file.getParent(); at != null; at = at.getParent()) {
                if (folder.equals(at.getParent())) {
                    folders.add(at);
                }
            }
        }
        return List.copyOf(folders);
    }

    @Override
    public String read(Path file) {
        String text = files.get(file.normalize());
        if (text == null) {
            throw new PlaybookException(Problem.of("cannot read").at(Position.in(file.toString())));
        }
        return text;
    }
}
