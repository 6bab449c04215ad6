package dev.kiln.plugin.systeminfo.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeersReportTest {
  private static final Peer ORT = new Peer(Program.ONNXRUNTIME, "f32");
  private static final Peer INT8 = new Peer(Program.OPENVINO, "int8");

  private static PeerTimes times(double psnr, String note, Double... steps) {
    return new PeerTimes(
        List.of(steps), 1.5, 6, 12, 2_345_000_000L, psnr, Map.of("it", "1.0"), note);
  }

  private static PeersRecord record() {
    PeersRecord record =
        new PeersRecord(
            new LinkedHashMap<>(Map.of("processor", "Some | Processor")),
            1.6e12,
            List.of(Peer.REFERENCE, ORT, INT8));
    record.gemms().addAll(List.of(180.0, 200.0));
    record
        .results()
        .put(
            Peer.REFERENCE,
            PeerResult.NONE
                .plus(times(Double.POSITIVE_INFINITY, "", 30.0, 14.0, 15.0))
                .plus(times(Double.POSITIVE_INFINITY, "", 30.0, 18.0, 17.0)));
    record
        .results()
        .put(
            ORT,
            PeerResult.NONE
                .plus(times(92.04, "warm", 9.0, 10.0))
                .plus(times(91.96, "warm", 9.0, 10.0)));
    record.results().put(INT8, PeerResult.NONE.failed("not installed: No module named 'nncf'"));
    return record;
  }

  @Test
  void hasARowForEachPeerAndSaysHowTheNumbersCameAbout() {
    assertThat(String.join("\n", new PeersReport(record()).lines()))
        .isEqualTo(
            """
            processor: Some | Processor

            peer             s/step  spread  GFLOP/s  of GEMM  peak MB  load s  decode s  whole s  PSNR dB
            kiln-automatic     16.0    25 %      100     50 %     2345    1.50      6.00     12.0        -
            onnxruntime-f32    10.0     0 %      160     80 %     2345    1.50      6.00     12.0     92.0  warm
            openvino-int8         -       -        -        -        -       -         -        -        -  not installed: No module named 'nncf'

            s/step is the median of all steps of all rounds but the first of each process; every run is a process of its own, all in turns.
            A step has 1600 GFLOP, two rows, counted from the UNet's shapes: convolutions, linear layers and attention.
            The machine's own GEMM peak is 200 GFLOP/s: a product of f32 matrices of 2048x2048 in Kiln's runtime, the best of 2.
            whole s is from the start of the process to the PNG; load s is until the networks were ready, where the program tells.
            PSNR compares the picture with that of kiln-automatic.
            Versions: it 1.0.
            """
                .stripTrailing());
  }

  @Test
  void markdownHasTheSameInATable() {
    assertThat(new PeersReport(record()).markdown())
        .contains(
            "- processor: Some | Processor",
            "| onnxruntime-f32 | 10.0 | 0 % | 160 | 80 % | 2345 | 1.50 | 6.00 | 12.0 | 92.0 | warm |");
  }
}
