package dev.kiln.host.weights.file;

import dev.kiln.spi.BadRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Files that are mistaken for safetensors, recognised by their name or their first bytes. */
public final class ForeignFile {
  private static final List<String> PICKLES = List.of(".ckpt", ".pt", ".pth", ".bin");

  private ForeignFile() {}

  /** Whether a file's name is that of a Python pickle. */
  public static boolean isPickle(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return PICKLES.stream().anyMatch(name::endsWith);
  }

  /**
   * Why a pickle is not opened, and what to do.
   *
   * @param file as the user named it
   */
  public static BadRequest pickle(Path file) {
    String found = file.getFileName().toString();
    // The name goes into a command that people copy: one that could end a string there does not.
    String name = found.matches("[\\w .+()-]+") ? found : "model.ckpt";
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return new BadRequest(
        file
            + " is a Python pickle, which can run any code while it is opened, so Kiln does not;"
            + " convert it where torch is installed: python -c \"import torch; from"
            + " safetensors.torch import save_file; d = torch.load('"
            + name
            + "', map_location='cpu', weights_only=True); d = next((d[k] for k in ('state_dict',"
            + " 'params_ema', 'params') if k in d), d); save_file({k: v.clone().contiguous() for k, v in d.items() if hasattr(v, 'dtype')}, '"
            + stem
            + ".safetensors')\"");
  }

  /** Refuse a file by the bytes that it starts with. */
  static void refuse(Path file, byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    // A zip archive, as torch saves since 1.6, or a bare pickle of protocol 2 to 5: read as the
    // length of a header, its bytes would mean more than four gigabytes.
    boolean bare = start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
    if (text.startsWith("PK\u0003\u0004") || bare && (start[4] | start[5] | start[6]) != 0) {
      throw pickle(file);
    }
    if (text.equals("version ")) {
      throw new BadRequest(
          file
              + " is not the model but a note of Git LFS where to find it; run 'git lfs pull' or"
              + " download the file itself");
    }
    if (text.startsWith("GGUF")) {
      throw new BadRequest(file + " is a GGUF file under another name; rename it to end in .gguf");
    }
    if (text.toLowerCase(Locale.ROOT).matches("(?s)\\s*<(!doc|html).*")) {
      throw new BadRequest(
          file + " is not the model but a web page; download the file itself, logged in if needed");
    }
  }
}
