package dev.kiln.host.job;

import dev.kiln.host.OutOfResources;

/** No more jobs are taken at all: the server stops. HTTP 503. */
public final class QueueClosed extends OutOfResources {
  public QueueClosed() {
    super("the server is stopping and takes no more jobs; try again later");
  }
}
