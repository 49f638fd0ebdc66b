package io.querytap.instrumentation.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaver;
import io.querytap.instrumentation.weave.WeavingLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.ScheduledMethodRunnable;

/** Jobs, listeners, scheduled and named methods, woven and called. */
class EntryInstrumentationTest {
    private static final String JOBS = "sample.job.Jobs$";

    private RecordingWork work;

    @BeforeEach
    void listen() {
        work = RecordingWork.installed();
    }

    private static WeavingLoader loader(boolean tests, String... named) {
        List<TypeInstrumentation> instrumentations = new ArrayList<>();
        instrumentations.add(new NamedMethods(List.of(named)));
        instrumentations.add(new EntryInstrumentation(tests));
        URL samples = place(EntryInstrumentationTest.class);
        return new WeavingLoader(new Weaver(instrumentations, () -> {}), samples, place(ScheduledMethodRunnable.class));
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static Object call(WeavingLoader loader, String type, String name, Object... arguments) throws Exception {
        Class<?> sample = loader.loadClass(JOBS.concat(type));
        Object target = sample.getDeclaredConstructor().newInstance();
        for (Method method : sample.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                try {
                    return method.invoke(target, arguments);
                } catch (InvocationTargetException thrown) {
                    throw (Exception) thrown.getCause();
                }
            }
        }
        throw new AssertionError("no method " + name);
    }

    @Test
    void scheduledMethod_calledAndFailing_isAnEntryNamedAfterItsClass() throws Exception {
        WeavingLoader loader = loader(false);
        call(loader, "InvoiceJob", "run");
        assertThat(work.told()).containsExactly("InvoiceJob.run", "end");
        assertThatThrownBy(() -> call(loader, "InvoiceJob", "fail")).hasMessage("as told");
        assertThat(work.told()).containsExactly("InvoiceJob.fail", "end");
        call(loader, "InvoiceJob", "unannotated");
        assertThat(work.told()).isEmpty();
    }

    @Test
    void scheduledMethod_ofAProxyThatIsASubclass_isOneEntryNamedAfterTheClassOfTheUser() throws Exception {
        call(loader(false), "InvoiceJob$$SpringCGLIB$$0", "run");
        assertThat(work.told()).containsExactly("InvoiceJob.run", "end");
    }

    @Test
    void scheduledMethod_calledBySpring_beginsBeforeAllThatIsAroundIt() throws Exception {
        WeavingLoader loader = loader(false);
        Object job = loader.loadClass(JOBS.concat("InvoiceJob"))
                .getDeclaredConstructor()
                .newInstance();
        Object runnable = loader.loadClass(ScheduledMethodRunnable.class.getName())
                .getConstructor(Object.class, Method.class)
                .newInstance(job, job.getClass().getMethod("unannotated"));
        ((Runnable) runnable).run();
        assertThat(work.told()).containsExactly("InvoiceJob.unannotated", "end");
        assertThat(job.getClass().getMethod("runs").invoke(job)).isEqualTo(1);
    }

    @Test
    void jobAndMessageListener_called_areEntriesNamedAfterTheClassOfTheObject() throws Exception {
        WeavingLoader loader = loader(false);
        call(loader, "CleaningJob", "execute", (Object) null);
        call(loader, "OrderListener", "onMessage", (Object) null);
        assertThat(work.told()).containsExactly("CleaningJob.execute", "end", "OrderListener.onMessage", "end");
    }

    @Test
    void testMethod_onlyIfWanted_isAnEntry() throws Exception {
        call(loader(false), "OwnerTests", "findsOwner");
        assertThat(work.told()).isEmpty();
        WeavingLoader loader = loader(true);
        call(loader, "OwnerTests", "findsOwner");
        call(loader, "OwnerTests", "helper");
        assertThat(work.told()).containsExactly("OwnerTests.findsOwner", "end");
    }

    @Test
    void namedMethods_staticOverloadedAndCallingEachOther_areEntriesByTheOutermost() throws Exception {
        WeavingLoader loader = loader(false, "sample.job.Jobs$Import.main", "sample.job.Jobs$Import.load");
        Class<?> type = loader.loadClass(JOBS.concat("Import"));
        type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        assertThat(work.told()).containsExactly("Import.main", "end");

        Class<?> onlyLoad = loader(false, "sample.job.Jobs$Import.load").loadClass(JOBS.concat("Import"));
        onlyLoad.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        assertThat(work.told()).containsExactly("Import.load", "end", "Import.load", "end");
    }

    @Test
    void namedMethod_alsoAnnotated_isOneEntry() throws Exception {
        call(loader(false, "sample.job.Jobs$InvoiceJob.run"), "InvoiceJob", "run");
        assertThat(work.told()).containsExactly("InvoiceJob.run", "end");
    }

    @Test
    void listenerThatThrows_application_isNotTouched() throws Exception {
        work.fails();
        call(loader(false), "InvoiceJob", "run");
        assertThatThrownBy(() -> call(loader(false), "InvoiceJob", "fail")).hasMessage("as told");
        assertThat(work.told()).containsOnly("failed a failing listener");
    }

    @Test
    void otherClasses_nothingToWeave_areLeftAlone() throws Exception {
        WeavingLoader loader = loader(false);
        loader.loadClass(JOBS.concat("Import"));
        loader.loadClass(JOBS.concat("OwnerTests"));
        assertThat(loader.woven()).isEmpty();
    }
}
