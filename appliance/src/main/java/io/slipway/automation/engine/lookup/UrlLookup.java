package io.slipway.automation.engine.lookup;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a web server answers, line by line or (without {@code split_lines}) whole. */
final class UrlLookup implements Lookup {

    private static final int LARGEST = 64 * 1024 * 1024;

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        if (!truth(options, "validate_certs")) {
            throw new TemplateException(Problem.of("lookup url always validates certificates")
                    .hint("make this machine trust the server's authority"));
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (Object term : terms) {
            String answer = get(Python.str(term), options);
            if (truth(options, "split_lines")) {
                answers.addAll(answer.lines().toList());
            } else {
                answers.add(answer);
            }
        }
        return answers;
    }

    private static boolean truth(Map<String, ? extends @Nullable Object> options, String name) {
        Object value = options.get(name);
        return value == null || Python.str(value).matches("(?i)y|yes|on|1|true|t");
    }

    private static String get(String url, Map<String, ? extends @Nullable Object> options) {
        if (url.startsWith("file:")) {
            return file(url);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(timeout(options))
                .build()) {
            HttpResponse<InputStream> response =
                    client.send(request(url, options), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() >= 400) {
                    throw TemplateException.of("Received HTTP error for " + url + " : " + response.statusCode());
                }
                byte[] content = body.readNBytes(LARGEST + 1);
                if (content.length > LARGEST) {
                    throw TemplateException.of("the answer of " + url + " is larger than " + LARGEST + " bytes");
                }
                return new String(content, StandardCharsets.UTF_8);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new TemplateException(
                    Problem.of("Failed lookup url for " + url).because(String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TemplateException(Problem.of("interrupted while " + url + " was asked for"), e);
        }
    }

    private static String file(String url) {
        try (InputStream content = Files.newInputStream(Path.of(URI.create(url)))) {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw TemplateException.of(url + " is larger than " + LARGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TemplateException(
                    Problem.of("Failed lookup url for " + url).because(IoReason.of(e)), e);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(
                    Problem.of("Failed lookup url for " + url)
                            .because(String.valueOf(e.getMessage()))
                            .hint("write file:///absolute/path"),
                    e);
        }
    }

    private static Duration timeout(Map<String, ? extends @Nullable Object> options) {
        String text = options.get("timeout") == null ? "10" : Python.str(options.get("timeout"));
        return text.matches("[0-9]{1,6}(\\.[0-9]*)?")
                ? Duration.ofMillis((long) (Double.parseDouble(text) * 1000) + 1)
                : Duration.ofSeconds(10);
    }

    private static HttpRequest request(String url, Map<String, ? extends @Nullable Object> options) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout(options))
                .GET();
        Object agent = options.get("http_agent");
        request.setHeader("User-Agent", agent == null ? "ansible-httpget" : Python.str(agent));
        if (options.get("force") != null && truth(options, "force")) {
            request.setHeader("Cache-Control", "no-cache");
        }
        if (options.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> request.setHeader(Python.str(name), Python.str(value)));
        }
        Object user = options.get("username");
        if (user != null) {
            Object password = options.get("password");
            String pair = Python.str(user) + ":" + (password == null ? "" : Python.str(password));
            request.setHeader(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return request.build();
    }
}
