package dev.kiln.host.job;

import dev.kiln.host.OutOfResources;

/** No more jobs are taken now: HTTP 429. */
public final class QueueFull extends OutOfResources {
  QueueFull(String message) {
    super(message);
  }
}
