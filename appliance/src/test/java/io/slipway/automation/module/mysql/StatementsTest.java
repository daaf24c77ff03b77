package io.slipway.automation.module.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into statements and what comes back; a real server answers in {@code parity/modules/mysql.case}. */
class StatementsTest {

    @Test
    void valuesCannotEndTheirLiteral() {
        assertEquals("'it\\'s \\\\ \\n\\0'", Sql.text("it's \\ \n\0"));
        assertEquals("`a``b`", Sql.name("a`b"));
        assertEquals("`quoted`", Sql.name("`quoted`"));
        assertEquals("'a\\''@'%'", Sql.account("a'", "%"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT; DROP", "ALL'", "a\"b", "a\nb", "--\\"})
    void privilegesCannotEndTheirStatement(String privileges) {
        assertThrows(ModuleFailure.class, () -> Grants.wanted("db.*:" + privileges, true));
    }

    @Test
    void privilegesAreReadAsTasksSayThem() {
        Map<String, Set<String>> expected = Map.of(
                "`my db`.*",
                Set.of("SELECT", "INSERT", "GRANT"),
                "`a.b`.`t`",
                Set.of("SELECT (Ab, c)", "UPDATE"),
                "FUNCTION `db`.`f`",
                Set.of("EXECUTE"),
                "*.*",
                Set.of("USAGE"));
        assertEquals(
                expected,
                Grants.wanted(
                                "my db.*:select, INSERT,GRANT/`a.b`.`t`:SELECT (c,`Ab`), UPDATE/FUNCTION db.f:EXECUTE",
                                true)
                        .privileges());
        assertEquals(
                Map.of("*.*", Set.of("ALL")),
                Grants.wanted(Map.of("*.*", "ALL PRIVILEGES"), true).privileges());
        assertThrows(ModuleFailure.class, () -> Grants.wanted("db.*", true));
        assertThrows(ModuleFailure.class, () -> Grants.wanted(List.of("db.*:ALL"), true));
    }

    @Test
    void privilegesAreReadAsServersShowThem() {
        Grants grants = Grants.shown(List.of(
                "GRANT USAGE ON *.* TO `u`@`h` IDENTIFIED BY PASSWORD '*AB' REQUIRE SSL",
                "GRANT ALL PRIVILEGES ON `db`.* TO 'u'@'h' WITH GRANT OPTION",
                "GRANT SELECT (b, a), INSERT ON `db`.`t` TO `u`@`h`",
                "GRANT `role` TO `u`@`h`"));
        assertEquals(
                Map.of(
                        "*.*", Set.of("USAGE"),
                        "`db`.*", Set.of("ALL", "GRANT"),
                        "`db`.`t`", Set.of("SELECT (a, b)", "INSERT")),
                grants.privileges());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE USER `u`@`h` IDENTIFIED BY PASSWORD '*AB' | REQUIRE NONE",
                "CREATE USER `u`@`h` REQUIRE SSL WITH MAX_QUERIES_PER_HOUR 5 | REQUIRE SSL",
                "CREATE USER `u`@`h` REQUIRE NONE PASSWORD EXPIRE DEFAULT ACCOUNT UNLOCK | REQUIRE NONE",
                "CREATE USER `u`@`h` REQUIRE SUBJECT '/CN=a b' CIPHER 'X' | REQUIRE CIPHER 'X' AND SUBJECT '/CN=a b'"
            })
    void whatConnectionsMustBeLikeIsReadAndSaid(String shown, String said) {
        assertEquals(said, Requirements.shown(shown).clause().strip());
    }

    @Test
    void certificatesCountForMoreThanTheirPresence() {
        Map<String, Object> said = new HashMap<>();
        said.put("x509", null);
        assertEquals(" REQUIRE X509", Requirements.of(said).clause());
        said.put("issuer", "/CN=us");
        assertEquals(" REQUIRE ISSUER '/CN=us'", Requirements.of(said).clause());
        assertEquals(" REQUIRE NONE", Requirements.of(Map.of()).clause());
    }

    @Test
    void aHashIsKnownAgainAndASecretOfAPluginIsNot() {
        Authentication password = new Authentication(Authentication.NATIVE, "*AB", "");
        assertTrue(password.isAlready("", "*AB"));
        assertFalse(password.isAlready(Authentication.NATIVE, "*CD"));
        assertEquals(" IDENTIFIED WITH mysql_native_password AS '*AB'", password.clause());
        Authentication plugin = new Authentication("ed25519", "", "secret");
        assertFalse(plugin.isAlready("ed25519", "hash"));
        assertEquals(" IDENTIFIED WITH ed25519 BY 'secret'", plugin.clause());
        assertTrue(new Authentication("unix_socket", "", "").isAlready("unix_socket", "x"));
    }

    @Test
    void limitsAreWholeNumbersOfKnownNames() {
        Map<String, Double> now = Map.of("MAX_QUERIES_PER_HOUR", 5.0, "MAX_USER_CONNECTIONS", 0.0);
        assertEquals("", Grant.limits(Map.of("MAX_QUERIES_PER_HOUR", "5"), now));
        assertEquals(" WITH MAX_USER_CONNECTIONS 7", Grant.limits(Map.of("MAX_USER_CONNECTIONS", 7), now));
        assertThrows(ModuleFailure.class, () -> Grant.limits(Map.of("MAX_NONSENSE", 1), now));
        assertThrows(ModuleFailure.class, () -> Grant.limits(Map.of("MAX_USER_CONNECTIONS", "many"), now));
    }
}
