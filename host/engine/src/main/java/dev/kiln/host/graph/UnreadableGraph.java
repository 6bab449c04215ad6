package dev.kiln.host.graph;

/** What is wrong with a graph, as the end of a sentence that begins with the file's name. */
public final class UnreadableGraph extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnreadableGraph(String message) {
    super(message);
  }
}
