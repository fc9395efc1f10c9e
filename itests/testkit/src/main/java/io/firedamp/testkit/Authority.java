package io.firedamp.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority, made by openssl. */
public final class Authority {
  private final Path folder;

  /**
   * A new one, with a key of its own, and the name of its folder.
   *
   * @param folder exists; gets its files
   */
  public Authority(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.writeString(folder.resolve("san"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj",
        "/CN=" + folder.getFileName());
  }

  /** Its own certificate, PEM. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /**
   * Certifies a new key of 127.0.0.1.
   *
   * @param days from now on that it is valid; 0: it has expired
   * @param certificate is written, PEM
   * @param key is written, PEM
   */
  public void issue(int days, Path certificate, Path key) throws IOException, InterruptedException {
    openssl("req -newkey rsa:2048 -nodes -subj /CN=127.0.0.1 -out request -keyout", key.toString());
    openssl(
        "x509 -req -in request -CA ca.pem -CAkey ca.key -CAcreateserial -extfile san -out",
        certificate.toString(),
        "-days",
        Integer.toString(days));
  }

  private void openssl(String arguments, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of(more));
    Path log = folder.resolve("openssl.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + Files.readString(log));
    }
  }
}
