package dev.kiln.host.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a file in the models folder may be. */
public enum ModelKind {
  CHECKPOINT("checkpoint", ""),
  VAE("vae", ""),
  CONTROLNET("controlnet", "controlnet.*"),
  LORA("lora", "loras?|lycoris|locon"),
  EMBEDDING("embedding", "embeddings?|textual[_ -]?inversions?"),
  UPSCALER("upscaler", "upscaler.*|.*esrgan.*"),
  DIFFUSION_UPSCALER("diffusion upscaler", ""),
  ANNOTATOR("annotator", "annotators?"),
  DETECTOR("detector", "detectors?|adetailer|ultralytics"),
  OTHER("other", "");

  private final String label;
  private final Pattern folder;

  /**
   * @param folder what people call a folder of such files, in lower case
   */
  ModelKind(String label, String folder) {
    this.label = label;
    this.folder = Pattern.compile(folder);
  }

  /**
   * What a file is for by the nearest folder that says so; {@code OTHER} when none does.
   *
   * @param name of the file, with its folders below that of the models
   */
  static ModelKind byFolder(String name) {
    String[] folders = name.toLowerCase(Locale.ROOT).split("/");
    for (int i = folders.length - 2; i >= 0; i--) {
      for (ModelKind kind : values()) {
        if (kind.folder.matcher(folders[i]).matches()) {
          return kind;
        }
      }
    }
    return OTHER;
  }

  public String label() {
    return label;
  }
}
