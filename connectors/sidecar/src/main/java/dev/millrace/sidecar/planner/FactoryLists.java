package dev.millrace.sidecar.planner;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the classes of the sidecar, and remembers the lists of services in its jars.
 *
 * <p>Flink looks for the factories of executor, planner, parser, connectors and formats anew for
 * each table environment and each table, and each time reads the lists of all jars: a sixth of what
 * it takes to compile a small statement, and a fifth of what it takes to make its job.
 */
final class FactoryLists extends ClassLoader {
  static {
    // Models are planned and submitted by several threads at once.
    ClassLoader.registerAsParallelCapable();
  }

  /** The jars of the sidecar do not change while it runs. */
  static final ClassLoader LOADER = new FactoryLists(FactoryLists.class.getClassLoader());

  private static final String LISTS = "META-INF/services/";

  private final Map<String, byte[]> lists = new ConcurrentHashMap<>();

  private FactoryLists(ClassLoader parent) {
    super("millrace-factories", parent);
  }

  /** All lists of a service as one; anything else as its parent finds it. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (!name.startsWith(LISTS)) {
      return super.getResources(name);
    }
    byte[] list;
    try {
      list = lists.computeIfAbsent(name, this::read);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return list.length == 0
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url(name, list)));
  }

  private byte[] read(String name) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      Enumeration<URL> found = super.getResources(name);
      while (found.hasMoreElements()) {
        URLConnection connection = found.nextElement().openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
          in.transferTo(all);
        }
        all.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  @SuppressWarnings("deprecation") // Its successor came with Java 20; this runs on 17 as well.
  private static URL url(String name, byte[] content) throws IOException {
    return new URL(
        null,
        "millrace-factories:/" + name,
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new Content(url, content);
          }
        });
  }

  private static final class Content extends URLConnection {
    private final byte[] content;

    private Content(URL url, byte[] content) {
      super(url);
      this.content = content;
    }

    @Override
    public void connect() {}

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(content);
    }
  }
}
