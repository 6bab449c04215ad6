package dev.kiln.host.onnx;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.WString;

/** The environment that native libraries of this process see. Java's own copy of it stays. */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /**
   * Set a variable.
   *
   * @throws IllegalStateException when the system refuses
   * @throws LinkageError when the system's own library cannot be reached
   */
  static void set(String name, String value) {
    int refused =
        Platform.isWindows()
            ? Function.getFunction("ucrtbase", "_wputenv_s")
                .invokeInt(new Object[] {new WString(name), new WString(value)})
            : Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
                .invokeInt(new Object[] {name, value, 1});
    if (refused != 0) {
      throw new IllegalStateException("the system refused to set " + name);
    }
  }
}
