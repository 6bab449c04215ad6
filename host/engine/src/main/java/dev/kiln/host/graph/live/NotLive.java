package dev.kiln.host.graph.live;

/** A change of weights that an existing session cannot follow, so that it needs a new one. */
public final class NotLive extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotLive(String path) {
    super("the weights of " + path + " were made part of the session", null, false, false);
  }
}
