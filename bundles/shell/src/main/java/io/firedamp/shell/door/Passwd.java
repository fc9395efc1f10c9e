package io.firedamp.shell.door;

import io.firedamp.text.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code firedamp passwd}: sets the password of admin, whether the gateway runs or not. A program
 * of its own, so that a forgotten password needs nobody who is let in: who may write etc/ may set
 * it.
 */
public final class Passwd {
  private static final int LEAST = 10;

  private Passwd() {}

  /**
   * @param args the gateway's folder, and its folder etc. The password is the first line of the
   *     standard input
   */
  public static void main(String[] args) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String password = in.readLine();
    if (!set(Path.of(args[0]), Path.of(args[1]), password == null ? "" : password, out)) {
      System.exit(1);
    }
  }

  static boolean set(Path base, Path etc, String password, PrintStream out) throws IOException {
    if (password.length() < LEAST) {
      out.println(
          new Text("A password has at least " + LEAST + " characters", "密码至少 " + LEAST + " 个字符")
              .both());
      return false;
    }
    new Names(etc.resolve("users.properties")).put(Door.ADMIN, Door.HASHED + Hash.of(password));
    new FirstPassword(base).discard();
    out.println(new Text("The password of admin is set", "admin 的密码已更新").both());
    return true;
  }
}
