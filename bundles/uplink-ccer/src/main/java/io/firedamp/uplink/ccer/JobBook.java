package io.firedamp.uplink.ccer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers over a restart what the platform asked for and how far it is.
 *
 * <pre>
 * file   [{"id":"1742…","from":1740240360,"to":1740243960,"next":1740240360,"packets":0}, …]   UTF-8, epoch seconds
 * </pre>
 *
 * <p>A power cut leaves the former state or the new one, so that at most the packet in flight is
 * sent again. A file that cannot be read is put aside, and what it asked for is lost: the platform
 * will ask again. One thread.
 */
final class JobBook {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Memo memo;

  JobBook(Path file) {
    this.memo = new Memo(file);
  }

  /** The jobs that are not done, in the order in which they came. */
  List<Job> read() throws IOException {
    try {
      List<Job> jobs = new ArrayList<>();
      for (JsonNode node : JSON.readTree(memo.read().orElse("[]"))) {
        jobs.add(
            new Job(
                node.path("id").asText(),
                Instant.ofEpochSecond(node.path("from").asLong()),
                Instant.ofEpochSecond(node.path("to").asLong()),
                Instant.ofEpochSecond(node.path("next").asLong()),
                node.path("packets").asLong()));
      }
      return jobs;
    } catch (JsonProcessingException | DateTimeException damaged) {
      memo.putAside();
      return List.of();
    }
  }

  /** Replaces what is remembered. */
  void write(List<Job> jobs) throws IOException {
    ArrayNode list = JSON.createArrayNode();
    for (Job job : jobs) {
      ObjectNode node = list.addObject();
      node.put("id", job.id());
      node.put("from", job.from().getEpochSecond());
      node.put("to", job.to().getEpochSecond());
      node.put("next", job.next().getEpochSecond());
      node.put("packets", job.packets());
    }
    memo.write(list.toString());
  }
}
