package io.querytap.instrumentation.entry;

import io.querytap.instrumentation.weave.Ancestors;
import io.querytap.instrumentation.weave.ClassHeader;
import io.querytap.instrumentation.weave.TypeInstrumentation;
import io.querytap.instrumentation.weave.Weaving;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses methods that somebody calls when it is time or when something has come in: by annotation, by the signature of a job or a
 * message listener, and what the frameworks call such methods through, because transactions begin there already. On request also
 * the methods of tests.
 */
public final class EntryInstrumentation implements TypeInstrumentation {
    private static final String[] ANNOTATIONS = {
        "Lorg/springframework/scheduling/annotation/Scheduled;",
        "Lorg/springframework/scheduling/annotation/Schedules;",
        "Lorg/springframework/jms/annotation/JmsListener;",
        "Lorg/springframework/jms/annotation/JmsListeners;",
        "Lorg/springframework/kafka/annotation/KafkaListener;",
        "Lorg/springframework/kafka/annotation/KafkaListeners;",
        "Lorg/springframework/kafka/annotation/KafkaHandler;",
        "Lorg/springframework/amqp/rabbit/annotation/RabbitListener;",
        "Lorg/springframework/amqp/rabbit/annotation/RabbitListeners;",
        "Lorg/springframework/amqp/rabbit/annotation/RabbitHandler;",
        "Lorg/springframework/pulsar/annotation/PulsarListener;",
        "Lio/awspring/cloud/sqs/annotation/SqsListener;",
        "Lio/awspring/cloud/messaging/listener/annotation/SqsListener;",
        "Lorg/springframework/cloud/aws/messaging/listener/annotation/SqsListener;",
        "Ljakarta/ejb/Schedule;",
        "Ljakarta/ejb/Schedules;",
        "Ljakarta/ejb/Timeout;",
        "Ljavax/ejb/Schedule;",
        "Ljavax/ejb/Schedules;",
        "Ljavax/ejb/Timeout;",
        "Lio/quarkus/scheduler/Scheduled;",
        "Lio/quarkus/scheduler/Scheduled$Schedules;",
        "Lio/micronaut/scheduling/annotation/Scheduled;",
    };

    private static final String[] TEST_ANNOTATIONS = {
        "Lorg/junit/jupiter/api/Test;",
        "Lorg/junit/jupiter/api/RepeatedTest;",
        "Lorg/junit/jupiter/params/ParameterizedTest;",
        "Lorg/junit/Test;",
        "Lorg/testng/annotations/Test;",
    };

    private static final String JOB = "(Lorg/quartz/JobExecutionContext;)V";
    private static final String JAKARTA_MESSAGE = "(Ljakarta/jms/Message;)V";
    private static final String JAVAX_MESSAGE = "(Ljavax/jms/Message;)V";

    /** Adapters that hand a message on to the method that it is for; that one is the entry point. */
    private static final String[] ADAPTERS = {"org/springframework/jms/", "org/apache/activemq/", "org/apache/qpid/"};

    /** The method that invokes a scheduled method or a listener, by class. Both classes tell by {@code getMethod()} which it is. */
    private static final Map<String, String> INVOKERS = Map.of(
            "org/springframework/scheduling/support/ScheduledMethodRunnable", "run",
            "org/springframework/messaging/handler/invocation/InvocableHandlerMethod", "invoke");

    private final Set<String> annotations = new HashSet<>();
    private final List<String> constants = new ArrayList<>();

    /** @param tests whether each method of a test is an entry point too */
    public EntryInstrumentation(boolean tests) {
        annotations.addAll(List.of(ANNOTATIONS));
        if (tests) {
            annotations.addAll(List.of(TEST_ANNOTATIONS));
        }
        constants.addAll(annotations);
        constants.addAll(INVOKERS.keySet());
        constants.add(JOB);
        constants.add(JAKARTA_MESSAGE);
        constants.add(JAVAX_MESSAGE);
    }

    @Override
    public List<String> constants() {
        return constants;
    }

    @Override
    public @Nullable Weaving choose(ClassHeader type, Ancestors ancestors, byte[] classFile) {
        String invoking = INVOKERS.get(type.name());
        Weaving weaving = new Weaving(Weaving.State.NONE);
        for (ClassHeader.Method method : type.methods()) {
            if (!method.canBeWoven()) {
                continue;
            }
            if (method.name().equals(invoking)) {
                weaving.add(EntryAdvice.OfInvoker.class, method.signature());
            } else if (isEntry(type, method)) {
                weaving.add(EntryAdvice.OfObject.class, method.signature());
            }
        }
        return weaving;
    }

    private boolean isEntry(ClassHeader type, ClassHeader.Method method) {
        switch (method.descriptor()) {
            case JOB:
                return method.name().equals("execute");
            case JAKARTA_MESSAGE:
            case JAVAX_MESSAGE:
                return method.name().equals("onMessage") && !isAdapter(type.name()) || method.isAnnotated(annotations);
            default:
                return method.isAnnotated(annotations);
        }
    }

    private static boolean isAdapter(String name) {
        for (String prefix : ADAPTERS) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
