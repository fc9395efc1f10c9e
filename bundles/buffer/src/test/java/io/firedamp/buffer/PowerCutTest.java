package io.firedamp.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Frame;
import io.firedamp.store.StoredFrame;
import io.firedamp.testkit.ManualClock;
import io.firedamp.testkit.Rights;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small file system of its own, which can lose its power and be filled. Needs the right to mount.
 */
@Timeout(600)
class PowerCutTest {
  private static final int CUTS = Boolean.getBoolean("firedamp.long") ? 20 : 2;
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir private Path folder;
  private final List<Path> mounted = new ArrayList<>();

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private Path mount(Path image, String name) throws IOException, InterruptedException {
    Path place = Files.createDirectories(folder.resolve(name));
    Rights.need(
        run("mount", "-o", "loop", image.toString(), place.toString()),
        "a power cut and a full disk (need the right to mount a loop device)");
    mounted.add(0, place);
    return place;
  }

  private Path image(int megabytes) throws IOException, InterruptedException {
    Path image = folder.resolve("image");
    assertTrue(run("truncate", "-s", megabytes + "M", image.toString()));
    assertTrue(run("mkfs.ext4", "-q", "-F", image.toString()), "mkfs.ext4 is part of e2fsprogs");
    return image;
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    for (Path place : mounted) {
      run("umount", place.toString());
    }
  }

  /**
   * The writer is stopped and the file system's image copied: it holds what was pushed to the
   * device, and nothing of what the system still has in memory.
   */
  @Test
  @DisplayName("CCER-4.3-02: a power cut while sealing loses nothing that was said to be stored")
  void aPowerCutLosesNothingPromised() throws Exception {
    Path image = image(256);
    Path disk = mount(image, "disk");
    Random random = new Random(4);
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                disk.toString(),
                folder.resolve("victim").toString())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    long sealed = 0;
    try (BufferedReader output = gateway.inputReader()) {
      long appended = 0;
      long settled = 0;
      for (int cut = 0; cut < CUTS; cut++) {
        long enough = appended + 300 + random.nextInt(500);
        while (appended < enough) {
          String line = output.readLine();
          long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
          if (line.startsWith("append ")) {
            appended = number;
          } else {
            settled = number;
          }
        }
        assertTrue(run("kill", "-STOP", Long.toString(gateway.pid())));
        Path copy = folder.resolve("copy");
        Files.copy(image, copy, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(run("kill", "-CONT", Long.toString(gateway.pid())));
        Path after = mount(copy, "after" + cut);
        sealed =
            Math.max(
                sealed,
                Victim.verify(after, folder.resolve("native"), appended, Long.MAX_VALUE, settled));
        assertTrue(run("umount", after.toString()));
      }
    } finally {
      gateway.destroyForcibly();
      assertTrue(gateway.waitFor(30, TimeUnit.SECONDS));
    }
    assertTrue(sealed > 0, "it was cut off while sealing");
  }

  @Test
  @DisplayName("CCER-4.3-06: a disk that is full in earnest costs the reserve first")
  void aFullDiskCostsTheReserveFirst() throws Exception {
    Path disk = mount(image(32), "disk");
    try (SqliteFrameStore store =
        new SqliteFrameStore(
            new BufferSettings(disk.resolve("history"), Retention.FOR_EVER, 4 << 20),
            folder.resolve("native"),
            new ManualClock(START),
            () -> 0)) {
      List<StoredFrame> stored = new ArrayList<>();
      store.sealDue(); // makes the reserve
      assertTrue(Files.exists(disk.resolve("history/reserve")));
      Path hog = disk.resolve("hog");
      run("dd", "if=/dev/zero", "of=" + hog, "bs=64k"); // until it is full
      while (!store.health().get(0).code().equals("store.full")) {
        stored.add(store.append(frame(stored.size())));
      }
      assertTrue(Files.notExists(disk.resolve("history/reserve")), "the reserve was used");
      assertTrue(stored.size() > 100, "it lasted for a while: " + stored.size());
      for (int i = 0; i < 10; i++) {
        stored.add(store.append(frame(stored.size())));
      }
      Files.delete(hog);
      TimeUnit.NANOSECONDS.sleep(Duration.ofMillis(1100).toNanos()); // so often it is tried
      stored.add(store.append(frame(stored.size())));
      assertTrue(!store.health().get(0).code().equals("store.full"));
      assertEquals(stored, Victim.after(store, 0));
    }
  }

  private static Frame frame(int number) {
    return Victim.frame(number);
  }
}
