package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import java.nio.file.Path;
import java.util.List;

/** The models that lie on this machine. Injected; safe from any thread. */
@ProvidedByHost
public interface ModelFiles {
  /** The folder that {@code --models} names. */
  Path folder();

  /**
   * All models of a kind: in the folder of models and below it, and in other folders. They are
   * looked for anew at each call; of single files only the header is read. A safetensors file that
   * is broken or of unknown kind is given with its problem where the folder that it lies in is
   * named for the kind, or is one of the others.
   *
   * @param others folders; a missing one is as an empty one
   */
  List<Found> find(Kind kind, List<Path> others);

  /**
   * The folder that a user named with a flag, to be looked into by {@link #find}.
   *
   * @param flag as it is typed, to begin the message with: {@code --lora-dir}
   * @param folder what was typed behind it; blank for none
   * @return the folder, or nothing where none was named
   * @throws dev.kiln.spi.BadRequest when it is not a folder
   */
  List<Path> named(String flag, String folder);

  /**
   * The short hash that webUI's users know a file by: 12 digits for a LoRA, 8 for a ControlNet, 10
   * for the rest. It is remembered while the file stays as it is.
   */
  String shortHash(Found model);

  /** SHA-256 of a file, hexadecimal, remembered while the file stays as it is. */
  String hash(Path file);

  /** What a model is for. */
  @ValueType
  enum Kind {
    LORA,
    /** Textual inversions; a Python pickle is given with its problem. */
    EMBEDDING,
    CONTROLNET,
    ANNOTATOR,
    /** Networks that enlarge pictures; a Python pickle is given with its problem. */
    UPSCALER,
    /** Models of Stable Diffusion that enlarge pictures: their UNet takes seven channels. */
    DIFFUSION_UPSCALER,
    /** Networks that find things in pictures; a Python pickle is given with its problem. */
    DETECTOR
  }

  /**
   * A model that was found.
   *
   * @param name its path below the folder it was found in, without its ending: {@code lora/cape}
   * @param path a file, or the folder that is the model
   * @param problem why it cannot be used; empty for none
   */
  @ValueType
  record Found(String name, Path path, Kind kind, String problem) {
    /** The last part of the name. */
    public String shortName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }
}
