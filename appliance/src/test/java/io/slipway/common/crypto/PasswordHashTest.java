package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the hashes are is compared with Ansible's own in the template engine's oracle; here is what is refused. */
class PasswordHashTest {

    /** What glibc's crypt(3) gives. */
    @ParameterizedTest
    @CsvSource({
        "SHA256_CRYPT, Hello world!, saltstring, 10000,"
                + " $5$rounds=10000$saltstring$zY4WhW6dya5uGVNotd0y2Lk.E4rItnX94Q0R1OCQl40",
        "SHA512_CRYPT, Hello world!, saltstring, 5000,"
                + " $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"
    })
    void agreesWithTheSystem(PasswordHash scheme, String password, String salt, int rounds, String expected) {
        assertEquals(expected, scheme.of(password, salt, rounds, ""));
    }

    @ParameterizedTest
    @EnumSource(PasswordHash.class)
    void aFreshSaltFits(PasswordHash scheme) {
        String salt = scheme.salt(0, new Random(1));
        assertTrue(
                scheme.of("p", salt, scheme == PasswordHash.BCRYPT ? 4 : 0, "").contains(salt.substring(0, 8)));
    }

    @ParameterizedTest
    @CsvSource({
        "SHA512_CRYPT, ab, 10000000",
        "SHA512_CRYPT, ab, 999",
        "SHA512_CRYPT, ab, -1",
        "SHA256_CRYPT, a$b, 0",
        "SHA256_CRYPT, 12345678901234567, 0",
        "MD5_CRYPT, 123456789, 0",
        "MD5_CRYPT, ab, 1000",
        "BCRYPT, short, 4",
        "BCRYPT, abcdefghijklmnopqrstuu, 3",
        "BCRYPT, abcdefghijklmnopqrstuu, 19"
    })
    void whatDoesNotFitIsRefused(PasswordHash scheme, String salt, int rounds) {
        assertThrows(CryptoException.class, () -> scheme.of("p", salt, rounds, ""));
    }

    @Test
    void aZeroCharacterIsRefusedRatherThanTheEndOfThePassword() {
        assertThrows(CryptoException.class, () -> PasswordHash.SHA512_CRYPT.of("a\0b", "ab", 1000, ""));
    }

    @Test
    void namesAreAnsibles() {
        assertEquals(Optional.of(PasswordHash.BCRYPT), PasswordHash.named("blowfish"));
        assertEquals(Optional.of(PasswordHash.SHA512_CRYPT), PasswordHash.named("sha512"));
        assertEquals(Optional.of(PasswordHash.MD5_CRYPT), PasswordHash.named("md5_crypt"));
        assertEquals(Optional.empty(), PasswordHash.named("rot13"));
    }
}
