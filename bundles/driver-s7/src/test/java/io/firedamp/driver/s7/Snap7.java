package io.firedamp.driver.s7;

import io.firedamp.testkit.NodeServer;
import io.firedamp.testkit.Npm;
import java.nio.file.Path;
import java.util.HexFormat;

/** The server of Snap7, which knows nothing of PLC4X. */
final class Snap7 {
  private Snap7() {}

  /** Starts it with that content of data block 1, or ends the test where it cannot be had. */
  static NodeServer with(byte... block) throws Exception {
    return new NodeServer(
        Npm.with("node-snap7", "1.0.9", Path.of("/usr/bin/g++"), Path.of("/usr/bin/make")),
        Snap7.class.getResource("/snap7.js"),
        "1=" + HexFormat.of().formatHex(block));
  }
}
