package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.ConvolutionShape;
import java.util.List;

/** Which optimizer computes the convolutions of a graph. */
public record ConvolutionReport(List<Choice> choices) {
  /** Of a graph in which nobody looked for convolutions. */
  public static final ConvolutionReport NONE = new ConvolutionReport(List.of());

  public ConvolutionReport {
    choices = List.copyOf(choices);
  }

  /**
   * Who computes one.
   *
   * @param path the module
   * @param winner the optimizer's name; empty where it stays as its exporter wrote it
   * @param plugin that brought the winner
   * @param reason why
   * @param bytes that its weights take beyond those in the file
   */
  public record Choice(
      String path,
      ConvolutionShape shape,
      String winner,
      String plugin,
      String reason,
      long bytes) {
    public boolean isTaken() {
      return !winner.isEmpty();
    }
  }

  /** How many an optimizer computes. */
  public long taken() {
    return choices.stream().filter(Choice::isTaken).count();
  }

  /** Bytes that weights take beyond those in the file. */
  public long bytes() {
    return choices.stream().mapToLong(Choice::bytes).sum();
  }

  /** How many were taken, of how many: {@code 44/52 convolutions}. */
  public String summary() {
    return taken() + "/" + choices.size() + " convolutions";
  }
}
