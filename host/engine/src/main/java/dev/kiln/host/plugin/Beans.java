package dev.kiln.host.plugin;

/** The beans of a plugin that is awake. */
interface Beans extends AutoCloseable {
  /** The one of a class. */
  Object of(Class<?> type);

  /** Tell those that observe it. */
  void fire(Object event);

  @Override
  void close();
}
