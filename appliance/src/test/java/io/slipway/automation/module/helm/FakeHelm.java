package io.slipway.automation.module.helm;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A stand-in for helm 3: it keeps one release, its values and its repositories in files, and knows one chart. */
final class FakeHelm {

    private static final String BODY = """
            cd 'FOLDER' || exit 9
            env | grep -E '^(HELM|KUBECONFIG)' | sort >env
            case "$1 $2" in
            'version '*) cat version ;;
            'list '*) cat list 2>/dev/null || echo '[]' ;;
            'get values') cat values ;;
            'get manifest') printf '%s\\n' --- '# Source: c/a.yaml' 'kind: ConfigMap' --- 'kind: Secret' ;;
            'get notes') printf 'NOTES:\\nhello\\n' ;;
            'get hooks') ;;
            'show chart') cat chart ;;
            'plugin list') printf 'NAME\\tVERSION\\tDESCRIPTION\\n'; cat plugins 2>/dev/null ;;
            'diff upgrade') cat difference ;;
            'upgrade '*|'install '*)
              if [ -e broken ]; then cat broken >&2; exit 1; fi
              echo null >values
              case " $* " in *' --values=- '*) cat >values ;; esac
              echo '[{"name":"r","namespace":"n","revision":"1","updated":"now","status":"deployed","chart":"c-1.10","app_version":"1.0"}]' >list
              echo 'Release "r" has been upgraded.'; echo careful >&2 ;;
            'uninstall '*) rm -f list; echo 'release "r" uninstalled' ;;
            'repo list') cat repos 2>/dev/null || { echo 'Error: no repositories to show' >&2; exit 1; } ;;
            'repo add') cat >password; echo '[{"name":"stable","url":"https://charts.example"}]' >repos; echo added ;;
            'repo rm') rm repos; echo removed ;;
            esac
            """;

    private final Path folder;
    final Tools tools;
    final LocalNode node;
    final Calls calls;

    FakeHelm(Path temp) {
        this.folder = temp;
        this.tools = new Tools(temp).have("helm", BODY.replace("FOLDER", temp.toString()));
        this.node = tools.node();
        this.calls = new Calls(node, new FakeController(temp));
        has("version", "v3.12.3");
        has("chart", "apiVersion: v2\nname: c\nversion: 1.10\nappVersion: 1.0\n");
    }

    FakeHelm has(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    String text(String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls that change something. */
    List<String> changes() {
        return tools.log().stream()
                .filter(line -> line.matches("helm \\[(upgrade|install|uninstall|dependency|repo)] (?!\\[list]).*"))
                .toList();
    }
}
