package dev.kiln.plugin.systeminfo.peers;

/** A row that cannot be measured; the message says why, and what to do. */
final class PeerProblem extends Exception {
  private static final long serialVersionUID = 1;

  PeerProblem(String message) {
    super(message);
  }
}
