package dev.kiln.host.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Unpacks the runtime's native library once for each version, instead of 28 MB at each start, which
 * takes 130 ms and leaves folders behind.
 */
public final class NativeLibrary {
  private static final String PATH = "onnxruntime.native.path";

  private NativeLibrary() {}

  /** Prepare the library in a folder of the home; a user's own choice of library is left alone. */
  public static void unpack(Path home) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    String platform = platform();
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    Path folder = home.resolve("native").resolve("onnxruntime-" + version + "-" + platform);
    try {
      Files.createDirectories(folder);
      for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
        unpack(platform, System.mapLibraryName(name), folder);
      }
      System.setProperty(PATH, folder.toString());
    } catch (IOException notHere) {
      // The runtime then unpacks for itself, or says what it misses.
      System.clearProperty(PATH);
    }
  }

  private static void unpack(String platform, String file, Path folder) throws IOException {
    Path target = folder.resolve(file);
    if (Files.isRegularFile(target)) {
      return;
    }
    Path part = Files.createTempFile(folder, file, ".part");
    String resource = "/ai/onnxruntime/native/" + platform + "/" + file;
    try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no " + resource);
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    return system + (arch.contains("aarch64") ? "-aarch64" : "-x64");
  }
}
