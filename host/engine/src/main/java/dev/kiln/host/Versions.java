package dev.kiln.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of this build, which Maven writes into a file beside this class. */
public final class Versions {
  public static final String KILN = of("kiln");

  /** Of the contract with plugins, as their manifests name it: without a pre-release suffix. */
  public static final String SPI = of("spi").replaceFirst("-.*", "");

  private Versions() {}

  private static String of(String part) {
    Properties versions = new Properties();
    try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
      versions.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(part);
  }
}
