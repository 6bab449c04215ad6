package dev.kiln.host.app;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;

/** Writes the bytes of one picture to stdout, and nothing else there. */
record StreamedPicture(PictureEncoding encoding, Invocation invocation) implements Delivery {
  @Override
  public void picture(int index, GeneratedImage image) {
    byte[] bytes =
        encoding.encode(new PngImage(image.width(), image.height(), image.rgb(), image.infotext()));
    if (!encoding.holds(image.infotext())) {
      invocation.err().println("kiln: a JPEG has no room for the picture's infotext; take PNG");
    }
    invocation.out().write(bytes, 0, bytes.length);
    invocation.out().flush();
  }

  @Override
  public void end(GenerationResult result) {
    for (String name : result.pictures().keySet()) {
      invocation
          .err()
          .println("kiln: \"" + name + "\" is left out: -o - is one picture; name a file with -o");
    }
  }
}
