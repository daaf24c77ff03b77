package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.crypto.x509.ClientTls;
import io.slipway.common.json.Json;
import io.slipway.mirror.fetch.Credentials;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Manners;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Platform;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.client.Registries;
import io.slipway.mirror.oci.places.Place;
import io.slipway.mirror.oci.places.Ways;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.sync.SyncMirrors;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code slipway image}. */
final class ImageCommand implements Command {

    private static final String PLACES = """
            Places are written as skopeo writes them:
              docker://NAME[:TAG|@DIGEST]    in a registry
              oci:FOLDER[:NAME]              in an OCI image layout
              oci-archive:FILE[:NAME]        a layout in a tar archive
              docker-archive:FILE[:NAME]     what 'docker save' writes, old and new
              dir:FOLDER                     one image in a folder of its own
              docker-daemon:NAME[:TAG]       in a Docker engine (DOCKER_HOST, else the machine's own)
              pod:NAME[:TAG|@DIGEST]         in the pod's own store
            Passwords of registries stand in auth.conf under Slipway's home.""";

    private final Supplier<Path> home;
    private final Console console;
    private final Progress progress;
    private final Map<String, String> environment;

    ImageCommand(Supplier<Path> home, Console console, Progress progress, Map<String, String> environment) {
        this.home = home;
        this.console = console;
        this.progress = progress;
        this.environment = environment;
    }

    @Override
    public Action declare(Syntax syntax) {
        syntax.command("list", "List the images in the store, with their sizes and what they share.", this::list);
        syntax.command("import", "Bring an image into the store.", this::bring);
        syntax.command("copy", "Copy an image from any place to any other, byte by byte.", this::copy);
        return console.usage(syntax);
    }

    private Action list(Syntax syntax) {
        Given<String> names = syntax.operand("[NAME...]", "what the names of the images contain; all if none is given");
        Given<String> output =
                syntax.option("--output", "FORM", Reading.oneOf("text", "json"), "text or json (default: text)");
        return () -> list(names.all(), output.or("text").equals("json"));
    }

    private int list(List<String> names, boolean json) {
        ListedImages all = new ListedImages(SyncMirrors.storeIn(home.get()));
        List<ListedImages.Listed> images = all.named(names);
        if (json) {
            console.line(Json.pretty(Map.of(
                    "images", images.stream().map(each -> entry(all, each)).toList())));
            return 0;
        }
        for (ListedImages.Listed each : images) {
            console.out()
                    .printf(
                            "%-60s %s  %10s  %10s shared%s%n",
                            each.shown(),
                            each.digest().toString().substring(0, 19),
                            Sizes.shown(each.size()),
                            Sizes.shown(all.shared(each)),
                            each.mirror().isEmpty() ? "  pushed" : "");
        }
        long together = images.stream()
                .flatMap(each -> each.contents().stream())
                .distinct()
                .mapToLong(entry -> entry.size())
                .sum();
        console.line(Count.of(images.size(), "image") + ", " + Sizes.shown(together) + " together");
        return 0;
    }

    private static Map<String, Object> entry(ListedImages all, ListedImages.Listed image) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", image.name());
        entry.put("tag", image.tag());
        entry.put("digest", image.digest().toString());
        entry.put("mirror", image.mirror());
        entry.put("pushed", image.mirror().isEmpty());
        entry.put("size", image.size());
        entry.put("shared", all.shared(image));
        return entry;
    }

    private Action bring(Syntax syntax) {
        Given<String> from = syntax.operand("SOURCE", "where the image is");
        Given<String> as = syntax.option("--as", "NAME", "what it is called in the store (default: as at its source)");
        Options options = new Options(syntax);
        syntax.footer(PLACES);
        return () -> {
            Place source = Place.parse(from.last().orElseThrow());
            Reference name = as.last().map(ImageCommand::reference).orElseGet(() -> Ways.nameOf(source));
            return copy(source, new Place.Pod(name), options);
        };
    }

    private static Reference reference(String text) {
        return Reference.parse(text)
                .orElseThrow(() -> new CommandException(Problem.of("'" + text + "' is not the name of an image")
                        .hint("write it like registry.example.org/team/app:1.2")));
    }

    private Action copy(Syntax syntax) {
        Given<String> from = syntax.operand("SOURCE", "where the image is");
        Given<String> to = syntax.operand("DESTINATION", "where it is to be");
        Options options = new Options(syntax);
        syntax.footer(PLACES);
        return () -> copy(
                Place.parse(from.last().orElseThrow()), Place.parse(to.last().orElseThrow()), options);
    }

    private int copy(Place from, Place to, Options options) {
        Fetch.Settings fetch = Fetch.Settings.standard()
                .with(Credentials.in(home.get().resolve("auth.conf")))
                .with(options.manners(from, to));
        Ways.Setup setup = new Ways.Setup(
                SyncMirrors.storeIn(home.get()),
                fetch,
                options::plainHttp,
                environment.getOrDefault("DOCKER_HOST", ""),
                InstantSource.system(),
                progress);
        try (Ways ways = new Ways(setup)) {
            Descriptor copied = ways.copy(from, to, options.platforms());
            console.line(copied.digest().toString());
        }
        return 0;
    }

    /** What every copy takes. */
    private static final class Options {

        private final Given<String> platforms;
        private final Given<Boolean> plainHttp;
        private final Given<String> plainHosts;
        private final Given<Path> authority;

        Options(Syntax syntax) {
            platforms = syntax.listed(
                    "--platform", "PLATFORM", "only these images of an index, such as linux/amd64 (default: all)");
            plainHttp = syntax.flag("--plain-http", "ask registries over http instead of https");
            plainHosts = syntax.listed("--plain-http-host", "HOST", "ask only the registry HOST[:PORT] over http");
            authority = syntax.option(
                    "--authority",
                    "FILE",
                    Reading.FILE,
                    "believe registries that this authority (PEM) has certified, instead of those that Java knows");
        }

        /** How the registries are dealt with that have an authority of their own. */
        List<Manners> manners(Place... places) {
            return authority.last().stream()
                    .map(file -> ClientTls.context(Optional.empty(), Optional.of(file)))
                    .flatMap(tls -> Stream.of(places)
                            .filter(Place.Registry.class::isInstance)
                            .map(place ->
                                    ((Place.Registry) place).image().name().host())
                            .map(host ->
                                    new Manners(Registries.usual().base(host), 0, Optional.of(tls), Optional.empty())))
                    .toList();
        }

        boolean plainHttp(String host) {
            return plainHttp.present() || plainHosts.all().contains(host);
        }

        Platforms platforms() {
            return new Platforms(platforms.all().stream()
                    .map(text -> Platform.parse(text)
                            .orElseThrow(() -> new CommandException(Problem.of("'" + text + "' is not a platform")
                                    .hint("write it like linux/amd64 or linux/arm64"))))
                    .toList());
        }
    }
}
