package io.slipway.netboot.install;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What puts a system on a disk, or into memory. Each has a folder of templates, named as it is: the kernel's {@code arguments.j2}, and one for each
 * document that it asks for.
 */
public enum Installer {
    /** debian-installer. */
    DEBIAN("wget", new Document("preseed.cfg", Form.PRESEED)),
    /** Ubuntu's autoinstall, over cloud-init's NoCloud. */
    UBUNTU(
            "curl",
            new Document("user-data", Form.AUTOINSTALL),
            new Document("meta-data", Form.YAML),
            new Document("vendor-data", Form.ANYTHING)),
    /** NVIDIA's, which has an answer file in itself that wins over NoCloud's, and takes another one by {@code force-ai} alone. */
    DGXOS("curl", new Document("ai.yaml", Form.AUTOINSTALL)),
    /** Anaconda, as of Rocky Linux, Alma and RHEL. */
    ROCKY("curl", new Document("ks.cfg", Form.KICKSTART)),
    /** Fedora's and Red Hat's CoreOS: a live system that writes itself to a disk. */
    COREOS("curl", new Document("config.ign", Form.IGNITION)),
    /** Runs from memory. */
    FLATCAR("curl", new Document("config.ign", Form.IGNITION));

    /** How a document is checked. */
    enum Form {
        PRESEED,
        AUTOINSTALL,
        YAML,
        KICKSTART,
        IGNITION,
        ANYTHING
    }

    /** @param name under which it is asked for */
    record Document(String name, Form form) {}

    private final String program;
    private final List<Document> documents;

    Installer(String program, Document... documents) {
        this.program = program;
        this.documents = List.of(documents);
    }

    /** What speaks HTTP in its environment. */
    String program() {
        return program;
    }

    List<Document> documents() {
        return documents;
    }

    Optional<Document> document(String name) {
        return documents.stream().filter(each -> each.name.equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Installer> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    static String known() {
        return String.join(
                ", ", Arrays.stream(values()).map(Installer::toString).sorted().toList());
    }
}
