package io.firedamp.shell.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
  private static final List<String> SHIPPED =
      List.of("# nobody", "", "_g_\\:admingroup = group,admin,ssh");
  private static final PrintStream SILENT = new PrintStream(PrintStream.nullOutputStream());

  @TempDir Path base;
  private Path etc;
  private Path users;

  @BeforeEach
  void likeTheDistribution() throws IOException {
    etc = Files.createDirectory(base.resolve("etc"));
    users = Files.write(etc.resolve("users.properties"), SHIPPED);
    Files.write(etc.resolve("keys.properties"), SHIPPED);
  }

  @Test
  void firstStartMakesPasswordAndKeyThatOnlyTheOwnerMayRead() throws IOException {
    new Door(base, etc);

    assertEquals("rwx------", rights(base.resolve("secure")));
    for (String file : List.of("secure/first-password", "secure/local", "etc/users.properties")) {
      assertEquals("rw-------", rights(base.resolve(file)), file);
    }
    String password = Files.readString(base.resolve("secure/first-password")).strip();
    assertFalse(Files.readString(users).contains(password), "the clear text is in etc");
    assertTrue(Hash.matches(password, hash()));
    assertTrue(Files.readString(users).startsWith(String.join("\n", SHIPPED)), "comments are kept");
  }

  @Test
  void laterStartsChangeNothing() throws IOException {
    new Door(base, etc);
    String before = Files.readString(users) + Files.readString(etc.resolve("keys.properties"));
    new Door(base, etc);
    assertEquals(
        before, Files.readString(users) + Files.readString(etc.resolve("keys.properties")));
  }

  @Test
  void powerCutBetweenFileAndHashLeavesNoUnknownPassword() throws IOException {
    Files.createDirectory(base.resolve("secure"));
    Files.writeString(base.resolve("secure/first-password"), "from the start that was cut\n");
    new Door(base, etc);
    String password = Files.readString(base.resolve("secure/first-password")).strip();
    assertTrue(Hash.matches(password, hash()));
  }

  @Test
  void lostKeyIsMadeAnew() throws IOException {
    new Door(base, etc);
    String old = Files.readString(etc.resolve("keys.properties"));
    Files.delete(base.resolve("secure/local"));
    new Door(base, etc);
    assertTrue(Files.exists(base.resolve("secure/local")));
    assertNotEquals(old, Files.readString(etc.resolve("keys.properties")));
  }

  @Test
  void usersOfTheOperatorsOwnMakingAreLeftAlone() throws IOException {
    Files.writeString(users, "li = secret,_g_:admingroup\n");
    new Door(base, etc);
    assertEquals("li = secret,_g_:admingroup\n", Files.readString(users));
    assertFalse(Files.exists(base.resolve("secure/first-password")));
  }

  @Test
  void onlyTheFirstPasswordItselfRemovesItsFile() throws IOException {
    new Door(base, etc);
    FirstPassword first = new FirstPassword(base);
    assertFalse(first.used("another"));
    assertTrue(first.exists());
    assertTrue(first.used(Files.readString(first.file()).strip()));
    assertFalse(first.exists());
  }

  @Test
  void loginWithTheFirstPasswordRemovesItsFileAndAWrongOneDoesNot() throws IOException {
    new Door(base, etc);
    Passwords passwords = new Passwords(base);
    String password = Files.readString(base.resolve("secure/first-password")).strip();
    assertFalse(passwords.checkPassword("wrong", hash()));
    assertTrue(new FirstPassword(base).exists());
    assertTrue(passwords.checkPassword(password, hash()));
    assertFalse(new FirstPassword(base).exists());
    assertTrue(passwords.checkPassword(password, hash()), "it still is the password");
  }

  @Test
  void whatKarafHashesByItselfOpensToo() {
    String sha512OfFiredamp =
        "a337710ad09744e0a9d9c123e8eede0cb7f2fee9d81a8d15b8204283813c433c"
            + "1a191cff511a617fe504277fee11b1b65e7e512759dbf77b3c5920611c31d247";
    assertTrue(Hash.matches("firedamp", sha512OfFiredamp));
    assertFalse(Hash.matches("Firedamp", sha512OfFiredamp));
  }

  @Test
  void passwdReplacesTheHashAndDiscardsTheFirstPassword() throws IOException {
    new Door(base, etc);
    assertTrue(Passwd.set(base, etc, "瓦斯 and a half, too", SILENT));
    assertTrue(Hash.matches("瓦斯 and a half, too", hash()));
    assertFalse(new FirstPassword(base).exists());
    assertEquals(1, Files.readAllLines(users).stream().filter(l -> l.startsWith("admin")).count());
  }

  @Test
  void passwdRefusesWhatIsTooShort() throws IOException {
    new Door(base, etc);
    String before = Files.readString(users);
    assertFalse(Passwd.set(base, etc, "short", SILENT));
    assertEquals(before, Files.readString(users));
  }

  @Test
  void hashesOfOnePasswordDifferAndWhatIsNoHashNeverMatches() {
    assertNotEquals(Hash.of("firedamp"), Hash.of("firedamp"));
    assertFalse(Hash.matches("firedamp", Hash.of("Firedamp")));
    for (String none : List.of("", "firedamp", "1:2", "x:AAAA:AAAA", "1:?:AAAA", "0:AAAA:AAAA")) {
      assertFalse(Hash.matches("firedamp", none), none);
    }
  }

  private String hash() throws IOException {
    String line =
        Files.readAllLines(users, StandardCharsets.UTF_8).stream()
            .filter(l -> l.startsWith("admin"))
            .findFirst()
            .orElseThrow();
    return line.substring(line.indexOf('}') + 1, line.indexOf(','));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
