package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.Numbers;
import dev.kiln.plugin.systeminfo.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A record as text: for a terminal and as Markdown. */
record PeersReport(PeersRecord record) {
  private static final TextTable TABLE =
      new TextTable(
          List.of(
              "peer",
              "s/step",
              "spread",
              "GFLOP/s",
              "of GEMM",
              "peak MB",
              "load s",
              "decode s",
              "whole s",
              "PSNR dB",
              ""),
          1);

  /** For a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    record.about().forEach((key, value) -> lines.add(key + ": " + value));
    lines.add("");
    lines.addAll(TABLE.lines(rows()));
    lines.add("");
    lines.addAll(remarks());
    return lines;
  }

  List<String> markdown() {
    List<String> lines = new ArrayList<>(List.of("# The same picture by other programs", ""));
    record.about().forEach((key, value) -> lines.add("- " + key + ": " + value));
    lines.add("");
    lines.addAll(TABLE.markdown(rows()));
    lines.add("");
    remarks().forEach(remark -> lines.add("- " + remark));
    return lines;
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    record
        .results()
        .forEach(
            (peer, result) ->
                rows.add(
                    List.of(
                        peer.name(),
                        Numbers.three(result.stepSeconds()),
                        Numbers.percent(result.spread()),
                        Numbers.three(record.gigaflops(peer)),
                        Numbers.percent(record.share(peer)),
                        Numbers.megabytes(result.peakBytes()),
                        Numbers.three(result.loadSeconds()),
                        Numbers.three(result.decodeSeconds()),
                        Numbers.three(result.wholeSeconds()),
                        psnr(peer, result),
                        note(result))));
    return rows;
  }

  private static String psnr(Peer peer, PeerResult result) {
    if (peer.equals(Peer.REFERENCE)) {
      return Numbers.ABSENT;
    }
    return result.psnr() == Double.POSITIVE_INFINITY ? "equal" : Numbers.fixed(result.psnr(), 1);
  }

  private static String note(PeerResult result) {
    Set<String> notes = new LinkedHashSet<>();
    result.runs().stream().map(PeerTimes::note).filter(it -> !it.isEmpty()).forEach(notes::add);
    if (!result.problem().isEmpty()) {
      notes.add(result.problem());
    }
    return String.join("; ", notes);
  }

  /** How the numbers came about, a sentence each. */
  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "s/step is the median of all steps of all rounds but the first of each process; every run"
            + " is a process of its own, all in turns.");
    remarks.add(
        "A step has %s GFLOP, two rows, counted from the UNet's shapes: convolutions, linear layers and attention."
            .formatted(Numbers.three(record.stepFlops() / 1e9)));
    remarks.add(
        "The machine's own GEMM peak is %s GFLOP/s: a product of f32 matrices of 2048x2048 in Kiln's runtime, the best of %d."
            .formatted(Numbers.three(record.gemmPeak()), record.gemms().size()));
    remarks.add(
        "whole s is from the start of the process to the PNG; load s is until the networks were"
            + " ready, where the program tells.");
    remarks.add("PSNR compares the picture with that of " + Peer.REFERENCE.name() + ".");
    Set<String> versions = new LinkedHashSet<>();
    record.results().values().stream()
        .flatMap(it -> it.runs().stream())
        .map(PeerTimes::versions)
        .forEach(it -> it.entrySet().stream().map(PeersReport::version).forEach(versions::add));
    remarks.add("Versions: " + String.join(", ", versions) + ".");
    return remarks;
  }

  private static String version(Map.Entry<String, String> version) {
    return version.getKey() + " " + version.getValue();
  }
}
