package io.slipway.automation.engine.lookup;

import io.slipway.common.DurableFile;
import io.slipway.common.Problem;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.PasswordHash;
import io.slipway.common.template.Python;
import io.slipway.common.template.PythonRandom;
import io.slipway.common.template.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A password from a file on this side, made on first use; the file is Ansible's: {@code PASSWORD[ salt=SALT[ ident=IDENT]]}. Hosts of one
 * run that ask at the same time get the same one, and so do two runs.
 */
final class PasswordLookup implements Lookup {

    private static final Path NOT_KEPT = Path.of("/dev/null");

    private final RandomGenerator random;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    PasswordLookup(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> passwords = new ArrayList<>();
        for (Object term : terms) {
            PasswordRequest request = PasswordRequest.of(Python.str(term), options);
            passwords.add(password(request, around.place(request.path())));
        }
        return passwords;
    }

    private String password(PasswordRequest request, Path file) {
        Kept kept;
        oneAtATime.lock();
        try {
            kept = file.equals(NOT_KEPT) ? complete(fresh(request), request) : kept(request, file);
        } catch (IOException e) {
            throw new TemplateException(
                    Problem.of("cannot keep a password in " + file).because(String.valueOf(e)), e);
        } finally {
            oneAtATime.unlock();
        }
        return request.encrypt().isEmpty() ? kept.password() : hash(kept, request);
    }

    private Kept kept(PasswordRequest request, Path file) throws IOException {
        String content = read(file);
        if (content == null) {
            Kept made = complete(fresh(request), request);
            makeFolder(file.getParent());
            if (DurableFile.createPrivate(file, made.content())) {
                return made;
            }
            content = String.valueOf(read(file));
        }
        Kept known = Kept.parse(content);
        Kept complete = complete(known, request);
        if (!complete.equals(known)) {
            DurableFile.writePrivate(file, complete.content());
        }
        return complete;
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            return Files.readString(file).stripTrailing();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static void makeFolder(@Nullable Path folder) throws IOException {
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private Kept fresh(PasswordRequest request) {
        PythonRandom seeded = request.seed() == null ? null : new PythonRandom(request.seed());
        IntUnaryOperator below = seeded == null ? random::nextInt : bound -> (int) seeded.below(bound);
        int[] alphabet = request.alphabet().codePoints().toArray();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < request.length(); i++) {
            password.appendCodePoint(alphabet[below.applyAsInt(alphabet.length)]);
        }
        return new Kept(password.toString(), "", "");
    }

    /** With the salt that makes the same hash each time, if a hash is asked for. */
    private Kept complete(Kept known, PasswordRequest request) {
        if (request.encrypt().isEmpty()) {
            return known;
        }
        PasswordHash scheme = scheme(request);
        String salt = known.salt().isEmpty() ? scheme.salt(0, random) : known.salt();
        String usual = scheme == PasswordHash.BCRYPT ? "2b" : "";
        String ident = request.ident().isEmpty() ? known.ident().isEmpty() ? usual : known.ident() : request.ident();
        return new Kept(known.password(), salt, ident);
    }

    private static PasswordHash scheme(PasswordRequest request) {
        return PasswordHash.named(request.encrypt())
                .orElseThrow(() -> TemplateException.of(
                        "the password lookup encrypts with sha512_crypt, sha256_crypt, md5_crypt or bcrypt, not '"
                                + request.encrypt() + "'"));
    }

    private static String hash(Kept kept, PasswordRequest request) {
        try {
            return scheme(request).of(kept.password(), kept.salt(), 0, kept.ident());
        } catch (CryptoException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    /** What a file holds. */
    private record Kept(String password, String salt, String ident) {

        static Kept parse(String content) {
            int salt = content.lastIndexOf(" salt=");
            if (salt < 0) {
                return new Kept(content, "", "");
            }
            String rest = content.substring(salt + " salt=".length());
            int ident = rest.lastIndexOf(" ident=");
            return ident < 0
                    ? new Kept(content.substring(0, salt), rest, "")
                    : new Kept(
                            content.substring(0, salt),
                            rest.substring(0, ident),
                            rest.substring(ident + " ident=".length()));
        }

        byte[] content() {
            String text =
                    password + (salt.isEmpty() ? "" : " salt=" + salt) + (ident.isEmpty() ? "" : " ident=" + ident);
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        }

        /** Never shown. */
        @Override
        public String toString() {
            return "a password";
        }
    }
}
