package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.yaml.Fields;
import io.slipway.common.yaml.YamlNode;
import io.slipway.mirror.fetch.Manners;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Platform;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.sync.ImageList;
import io.slipway.mirror.oci.transfer.Platforms;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a description of images. */
final class ReadImages {

    static final Set<String> KEYS = Set.of("images", "platforms", "signatures", "registries");
    private static final Set<String> IMAGE_KEYS = Set.of("image", "tags", "digest", "platforms");
    private static final Set<String> REGISTRY_KEYS =
            Stream.concat(Stream.of("uri"), ReadAccess.KEYS.stream()).collect(Collectors.toUnmodifiableSet());

    private final Path file;
    private final Fields fields;
    private final List<Problem> problems;
    private final Map<String, URI> registries = new LinkedHashMap<>();
    private final List<Manners> manners = new ArrayList<>();

    private ReadImages(Path file, Fields fields, List<Problem> problems) {
        this.file = file;
        this.fields = fields;
        this.problems = problems;
    }

    static Description read(Path file, String name, String text, Fields fields, List<Problem> problems) {
        return new ReadImages(file, fields, problems).description(name, text);
    }

    private Description description(String name, String text) {
        Platforms platforms = platforms(fields, Platforms.ALL);
        List<ImageList.Wish> wishes = new ArrayList<>();
        if (fields.node("images").orElse(null) instanceof YamlNode.Sequence list
                && !list.items().isEmpty()) {
            list.items().forEach(item -> wish(item, platforms).ifPresent(wishes::add));
        } else {
            problems.add(Problem.of("'images' must be a list of images").at(fields.at("images")));
        }
        fields.node("registries").ifPresent(this::registries);
        boolean signatures = fields.flag("signatures", true);
        Digest digest = Digest.of(text.getBytes(StandardCharsets.UTF_8));
        return new Description.Images(file, new ImageList(name, digest, wishes, registries, manners, signatures));
    }

    private Optional<ImageList.Wish> wish(YamlNode item, Platforms platforms) {
        if (item instanceof YamlNode.Scalar scalar) {
            return reference(scalar.text(), item)
                    .map(reference -> new ImageList.Wish(
                            reference.name(), tags(reference), reference.digest(), platforms, item.at()));
        }
        return Fields.of(item, "an image", IMAGE_KEYS, problems).flatMap(image -> wish(image, platforms));
    }

    private Optional<ImageList.Wish> wish(Fields image, Platforms platforms) {
        List<String> tags = new ArrayList<>();
        for (YamlNode.Scalar tag : image.words("tags")) {
            if (Reference.isTag(tag.text().replace('*', '_').replace('?', '_'))) {
                tags.add(tag.text());
            } else {
                problems.add(Problem.of("'" + tag.text() + "' is not a tag").at(tag.at()));
            }
        }
        Optional<OciDigest> digest = image.text("digest").flatMap(text -> {
            Optional<OciDigest> found = OciDigest.parse(text);
            if (found.isEmpty()) {
                problems.add(Problem.of("'" + text + "' is not a digest")
                        .at(image.at("digest"))
                        .hint("write it like sha256: and 64 hexadecimal digits"));
            }
            return found;
        });
        String text = image.required("image");
        return reference(text, image.node("image").orElse(null)).map(reference -> {
            if (!tags.isEmpty()
                    && (reference.tag().isPresent() || reference.digest().isPresent())) {
                problems.add(Problem.of("'tags' does not go with a tag or a digest in 'image'")
                        .at(image.at("tags")));
            }
            Optional<OciDigest> pinned = digest.or(reference::digest);
            List<String> all =
                    tags.isEmpty() && (pinned.isEmpty() || reference.tag().isPresent()) ? tags(reference) : tags;
            return new ImageList.Wish(reference.name(), all, pinned, platforms(image, platforms), image.at());
        });
    }

    private static List<String> tags(Reference reference) {
        return reference.tag().isPresent() || reference.digest().isPresent()
                ? reference.tag().stream().toList()
                : List.of("latest");
    }

    private Optional<Reference> reference(String text, @Nullable YamlNode node) {
        Optional<Reference> reference = Reference.parse(text);
        if (reference.isEmpty() && !text.isEmpty()) {
            problems.add(Problem.of("'" + text + "' is not the name of an image")
                    .at(node == null ? fields.at() : node.at())
                    .hint("write HOST/REPOSITORY:TAG, such as registry.example.org/team/app:1.2, or …@sha256:DIGEST"));
        }
        return reference;
    }

    private Platforms platforms(Fields from, Platforms otherwise) {
        List<Platform> wanted = new ArrayList<>();
        for (YamlNode.Scalar word : from.words("platforms")) {
            Optional<Platform> platform = Platform.parse(word.text());
            platform.ifPresent(wanted::add);
            if (platform.isEmpty()) {
                problems.add(Problem.of("'" + word.text() + "' is not a platform")
                        .at(word.at())
                        .hint("write it like linux/amd64 or linux/arm64"));
            }
        }
        return wanted.isEmpty() ? otherwise : new Platforms(wanted);
    }

    private void registries(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(Problem.of("'registries' must be a mapping by host").at(node.at()));
            return;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            String host = entry.name();
            if (ImageName.parse(host + "/x")
                    .filter(name -> name.host().equals(host))
                    .isEmpty()) {
                problems.add(Problem.of("'" + host + "' is not the host of a registry")
                        .at(entry.key().at())
                        .hint("write it as images' names begin, such as nvcr.io or registry.example.org:5000"));
                continue;
            }
            Fields.of(entry.value(), "a registry", REGISTRY_KEYS, problems)
                    .ifPresent(registry -> registry(host, registry));
        }
    }

    private void registry(String host, Fields registry) {
        URI usual = URI.create("https://" + (host.equals("docker.io") ? "registry-1.docker.io" : host));
        Optional<String> text = registry.text("uri");
        Optional<URI> uri = text.flatMap(ReadSource::httpUri)
                .filter(found -> found.getRawUserInfo() == null
                        && List.of("", "/").contains(found.getRawPath())
                        && found.getRawQuery() == null);
        if (text.isPresent() && uri.isEmpty()) {
            problems.add(
                    Problem.of("'" + text.get().replaceAll("://[^/]*@", "://") + "' is not the address of a registry")
                            .at(registry.at("uri"))
                            .hint("write http://HOST:PORT or https://HOST:PORT; passwords belong in auth.conf"));
        }
        URI base = URI.create(uri.orElse(usual).toString().replaceAll("/$", ""));
        registries.put(host, base);
        MirrorDescription.Access access = ReadAccess.read(file, registry, problems);
        if (!access.isUsual() && problems.isEmpty()) {
            manners.add(AccessManners.of(base, access));
        }
    }
}
