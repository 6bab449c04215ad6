package dev.kiln.spi.event;

import dev.kiln.spi.ValueType;
import java.nio.file.Path;

/**
 * A picture was written to disk: each one that the command line makes or a client asked the server
 * to save, and the extra pictures of plugins. Fired on the thread that wrote it, when the file is
 * whole; what an observer throws is logged. Pictures that a server only sends are not saved.
 *
 * @param path of the PNG file, absolute
 * @param infotext that it holds; empty where it has none, as a plugin's picture
 */
@ValueType
public record PictureSaved(Path path, String infotext) implements HostEvent {}
