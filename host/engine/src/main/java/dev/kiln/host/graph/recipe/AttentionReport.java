package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.AttentionKind;
import java.util.List;

/** Which optimizer computes the attentions of a graph. */
public record AttentionReport(List<Choice> choices) {
  /**
   * Who computes one.
   *
   * @param path the module
   * @param winner the optimizer's name; empty where it stays as its exporter wrote it
   * @param plugin that brought the winner
   * @param reason why
   */
  public record Choice(
      String path, AttentionKind kind, String winner, String plugin, String reason) {
    public boolean isTaken() {
      return !winner.isEmpty();
    }
  }

  /** How many an optimizer computes. */
  public long taken() {
    return choices.stream().filter(Choice::isTaken).count();
  }

  /** How many were taken, of how many: {@code 14/14 sites}. */
  public String summary() {
    return taken() + "/" + choices.size() + " sites";
  }
}
