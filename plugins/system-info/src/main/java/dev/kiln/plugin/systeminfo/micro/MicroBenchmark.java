package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.KilnProcesses.Finished;
import dev.kiln.spi.host.NetworkProfiles;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Weighs each block in a process of its own, then times it in this one. */
@Singleton
final class MicroBenchmark {
  /** As long as torch's timer runs a case for xFormers' benchmarks. */
  static final double SECONDS = 0.5;

  /** What xFormers' benchmark of its attention has. */
  private static final int HEADS = 16;

  private final AttentionLab lab;
  private final NetworkProfiles profiles;
  private final KilnProcesses processes;

  @Inject
  MicroBenchmark(AttentionLab lab, NetworkProfiles profiles, KilnProcesses processes) {
    this.lab = lab;
    this.profiles = profiles;
    this.processes = processes;
  }

  /** The sizes (B, M, H, K) of xFormers' benchmark_mem_eff_attention. */
  static List<Block> blocks(Kind kind, boolean quick) {
    List<Block> blocks = new ArrayList<>();
    for (int rows : quick ? new int[] {1} : new int[] {1, 4}) {
      for (int tokens : quick ? new int[] {4096} : new int[] {4096, 16384}) {
        for (int size : new int[] {40, 80}) {
          blocks.add(new Block(kind, rows, tokens, HEADS, size));
        }
      }
    }
    return blocks;
  }

  List<MicroRow> run(boolean quick, Consumer<String> progress) throws InterruptedException {
    List<String> all = Stream.concat(untouched(), lab.optimizers().stream()).toList();
    List<MicroRow> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      boolean attends = kind != Kind.METAFORMER && kind != Kind.RESNET;
      for (Block block : blocks(kind, quick)) {
        for (String optimizer : attends ? all : untouched().toList()) {
          progress.accept(BlockWord.of(block) + " " + optimizer);
          rows.add(measure(block, optimizer));
        }
      }
    }
    return rows;
  }

  private static Stream<String> untouched() {
    return Stream.of(AttentionLab.UNTOUCHED);
  }

  private MicroRow measure(Block block, String optimizer) throws InterruptedException {
    Finished end;
    try {
      end = processes.run(List.of("benchmark", "weigh-block", optimizer, BlockWord.of(block)));
    } catch (IOException e) {
      String problem = "no process could be started for it: " + e.getMessage();
      return MicroRow.failed(block, optimizer, problem);
    }
    // What a process of its own does not survive would end this one.
    if (end.problem().isPresent()) {
      return MicroRow.failed(block, optimizer, end.problem().get());
    }
    try {
      return MicroRow.of(
          block, optimizer, profiles.block(block, optimizer, SECONDS), end.peakBytes());
    } catch (BadRequest refused) {
      return MicroRow.failed(block, optimizer, refused.getMessage());
    }
  }
}
