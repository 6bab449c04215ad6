package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.host.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured so far: written after each run, so that an interruption loses one at most.
 *
 * @param about what was measured on what, in the order in which reports show it
 * @param stepFlops floating point operations of a step, both rows
 * @param gemms GFLOP/s of the machine's own product of matrices, one for each round
 */
record PeersRecord(
    Map<String, String> about,
    double stepFlops,
    List<Double> gemms,
    Map<Peer, PeerResult> results) {
  PeersRecord(Map<String, String> about, double stepFlops, List<Peer> peers) {
    this(about, stepFlops, new ArrayList<>(), new LinkedHashMap<>());
    peers.forEach(peer -> results.put(peer, PeerResult.NONE));
  }

  PeerResult result(Peer peer) {
    return results.getOrDefault(peer, PeerResult.NONE);
  }

  /** NaN where it was not measured. */
  double gigaflops(Peer peer) {
    return stepFlops / result(peer).stepSeconds() / 1e9;
  }

  /** GFLOP/s: the best of the rounds; NaN if there is none. */
  double gemmPeak() {
    return gemms.stream().mapToDouble(it -> it).max().orElse(Double.NaN);
  }

  /** Of {@link #gemmPeak}; NaN where one of both is not known. */
  double share(Peer peer) {
    return gigaflops(peer) / gemmPeak();
  }

  /** For programs; null where a number is not known. */
  Map<String, @Nullable Object> values() {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    results.forEach(
        (peer, result) -> {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          row.put("peer", peer.name());
          row.put("gigaflopsPerSecond", gigaflops(peer));
          row.put("shareOfGemmPeak", share(peer));
          row.putAll(result.values());
          rows.add(row);
        });
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("about", about);
    values.put("stepFlops", stepFlops);
    values.put("gemmGigaflopsPerSecond", gemms);
    values.put("peers", rows);
    return values;
  }

  /** Replaces {@code peers.json} and {@code peers.md} of the folder, each at once. */
  void write(Path folder, Json json) throws IOException {
    Files.createDirectories(folder);
    replace(folder.resolve("peers.json"), json.write(values()) + "\n");
    replace(folder.resolve("peers.md"), String.join("\n", new PeersReport(this).markdown()) + "\n");
  }

  private static void replace(Path file, String text) throws IOException {
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
