package dev.kiln.host.plugin;

/** The state of a jar. */
public enum JarState {
  /** Ready; its container is booted when it is first needed. */
  IDLE,
  /** Its container runs. */
  AWAKE,
  /** The user switched it off. */
  DISABLED,
  /** It cannot run; the reason says why. */
  FAILED,
  /** A newer version of the same id runs instead. */
  SHADOWED
}
