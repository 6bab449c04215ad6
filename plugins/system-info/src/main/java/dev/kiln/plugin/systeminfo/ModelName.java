package dev.kiln.plugin.systeminfo;

/** What people call a model by its path. */
public final class ModelName {
  private ModelName() {}

  /** The last part of a path; a name as it is. */
  public static String of(String model) {
    return model.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", "");
  }
}
