package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the peers in turns, round after round. */
@Singleton
final class PeersRun {
  private final PeerRun peers;
  private final KilnProcesses processes;
  private final Pictures pictures;
  private final Json json;

  @Inject
  PeersRun(PeerRun peers, KilnProcesses processes, Pictures pictures, Json json) {
    this.peers = peers;
    this.processes = processes;
    this.pictures = pictures;
    this.json = json;
  }

  /**
   * What is to be run.
   *
   * @param out where the record is written after each run
   */
  record Plan(PeerJob job, Installed installed, int rounds, Path out) {}

  /**
   * Fill a record.
   *
   * @param progress gets a line before each run
   * @throws InterruptedException when it was stopped; the record has what was measured
   */
  void fill(PeersRecord record, Plan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("kiln-peers");
    try {
      Scripts.unpack(folder);
      for (int round = 0; round < plan.rounds(); round++) {
        progress.accept("round %d of %d: GEMM".formatted(round + 1, plan.rounds()));
        record.gemms().addAll(gemm());
        for (Peer peer : turn(record, round)) {
          progress.accept("round %d of %d: %s".formatted(round + 1, plan.rounds(), peer.name()));
          record.results().put(peer, run(record.result(peer), peer, plan, folder));
          record.write(plan.out(), json);
        }
      }
    } finally {
      delete(folder);
    }
  }

  /** The first round begins with Kiln, whose picture the others are compared with. */
  private static List<Peer> turn(PeersRecord record, int round) {
    List<Peer> turn = new ArrayList<>(record.results().keySet());
    turn.removeIf(it -> !record.result(it).problem().isEmpty());
    if (round % 2 == 1) {
      Collections.reverse(turn);
    }
    return turn;
  }

  private PeerResult run(PeerResult before, Peer peer, Plan plan, Path folder)
      throws IOException, InterruptedException {
    Path picture = folder.resolve(peer.name() + ".png");
    Path reference = folder.resolve(Peer.REFERENCE.name() + ".png");
    try {
      PeerTimes times = peers.run(peer, plan.job(), plan.installed(), folder, picture);
      boolean comparable = peer.program() != Program.SD4J && Files.exists(reference);
      return before.plus(
          comparable ? times.compared(Psnr.of(read(reference), read(picture))) : times);
    } catch (PeerProblem e) {
      String why = e.getMessage();
      boolean missing = why.startsWith("not installed");
      return before.failed(missing ? why + "; " + peer.program().install() : why);
    }
  }

  private Picture read(Path file) throws IOException {
    return pictures.read(file.getFileName().toString(), Files.readAllBytes(file));
  }

  /** GFLOP/s; none where it could not be measured. */
  private List<Double> gemm() throws IOException, InterruptedException {
    Finished end = processes.run(List.of(GemmCommand.NAME.split(" ")));
    return end.exitCode() == 0 ? List.of(Double.parseDouble(end.output().strip())) : List.of();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
