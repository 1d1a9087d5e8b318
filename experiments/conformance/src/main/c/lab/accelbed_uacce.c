// SPDX-License-Identifier: GPL-2.0
/*
 * uacce devices without hardware, for comparisons with the real uacce.c above them. What a device with shared virtual addressing does
 * is done by a kernel worker: it loads and stores through the page table of the mm that opened the queue (kthread_use_mm), with page
 * faults. There is no IOMMU between, so no IOTLB, no PASID and no page request.
 *
 * Jobs come in by a device of their own, /dev/accelbed-engine, which finds a queue by its number: whether a process still has the
 * queue's descriptor makes no difference to hardware. Each device is one on the platform bus; unbinding it is its removal.
 */
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/uacce.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/workqueue.h>

#define NAME "accelbed"
#define DEVICES 4

/* As large as those of HiSilicon's queue manager. */
#define MMIO_PAGES 16
#define DUS_PAGES 37

/* Of a queue's own descriptor: its number. Of the engine: a job. */
#define ACCELBED_NUMBER _IOR('W', 0x40, __u32)
#define ACCELBED_JOB _IOWR('W', 0x41, struct accelbed_job)

struct accelbed_job {
	__u32 queue;
	__u32 store;
	__u64 address;
	__u64 value;
};

struct accelbed_device {
	struct uacce_device *uacce;
	int taken;
};

struct accelbed_queue {
	struct list_head list;
	struct accelbed_device *device;
	struct mm_struct *mm;
	void *region[UACCE_MAX_REGION];
	u32 number;
	bool started;
	u64 completed;
	u64 told;
};

static struct platform_device *platform[DEVICES];
static LIST_HEAD(queues);
static DEFINE_MUTEX(queues_lock);
static u32 numbers;

/* How many queues each device has. */
static int instances[DEVICES] = { 16, 16, 16, 16 };
module_param_array(instances, int, NULL, 0644);

static const unsigned long region_pages[UACCE_MAX_REGION] = {
	[UACCE_QFRT_MMIO] = MMIO_PAGES,
	[UACCE_QFRT_DUS] = DUS_PAGES,
};

static int free_instances(struct uacce_device *uacce)
{
	struct accelbed_device *device = uacce->priv;

	return instances[to_platform_device(uacce->parent)->id] - device->taken;
}

static void free_queue(struct accelbed_queue *queue)
{
	for (int i = 0; i < UACCE_MAX_REGION; i++)
		if (queue->region[i])
			free_pages_exact(queue->region[i], region_pages[i] * PAGE_SIZE);
	kfree(queue);
}

static int get_queue(struct uacce_device *uacce, unsigned long arg, struct uacce_queue *q)
{
	struct accelbed_queue *queue;

	if (free_instances(uacce) <= 0)
		return -EBUSY;
	queue = kzalloc(sizeof(*queue), GFP_KERNEL);
	if (!queue)
		return -ENOMEM;
	for (int i = 0; i < UACCE_MAX_REGION; i++) {
		queue->region[i] = alloc_pages_exact(region_pages[i] * PAGE_SIZE, GFP_KERNEL | __GFP_ZERO);
		if (!queue->region[i]) {
			free_queue(queue);
			return -ENOMEM;
		}
	}
	queue->device = uacce->priv;
	queue->mm = current->mm;
	mmgrab(queue->mm);
	q->priv = queue;
	mutex_lock(&queues_lock);
	queue->device->taken++;
	queue->number = ++numbers;
	list_add(&queue->list, &queues);
	mutex_unlock(&queues_lock);
	return 0;
}

/* A job that runs ends first. */
static void put_queue(struct uacce_queue *q)
{
	struct accelbed_queue *queue = q->priv;

	mutex_lock(&queues_lock);
	list_del(&queue->list);
	queue->device->taken--;
	mutex_unlock(&queues_lock);
	mmdrop(queue->mm);
	free_queue(queue);
}

static void set_started(struct uacce_queue *q, bool started)
{
	struct accelbed_queue *queue = q->priv;

	mutex_lock(&queues_lock);
	queue->started = started;
	mutex_unlock(&queues_lock);
}

static int start_queue(struct uacce_queue *q)
{
	set_started(q, true);
	return 0;
}

static void stop_queue(struct uacce_queue *q)
{
	set_started(q, false);
}

/* Each completion is told of once. */
static int is_q_updated(struct uacce_queue *q)
{
	struct accelbed_queue *queue = q->priv;
	bool news = queue->completed != queue->told;

	queue->told = queue->completed;
	return news;
}

/* The doorbells may be mapped in part, the shared memory as a whole. */
static int map_region(struct uacce_queue *q, struct vm_area_struct *vma, struct uacce_qfile_region *qfr)
{
	struct accelbed_queue *queue = q->priv;
	unsigned long bytes = vma->vm_end - vma->vm_start;
	unsigned long whole = region_pages[qfr->type] * PAGE_SIZE;

	if (qfr->type == UACCE_QFRT_DUS ? bytes != whole : bytes > whole)
		return -EINVAL;
	return remap_pfn_range(vma, vma->vm_start, virt_to_phys(queue->region[qfr->type]) >> PAGE_SHIFT, bytes,
			       vma->vm_page_prot);
}

static long queue_ioctl(struct uacce_queue *q, unsigned int cmd, unsigned long arg)
{
	struct accelbed_queue *queue = q->priv;

	return cmd == ACCELBED_NUMBER ? put_user(queue->number, (u32 __user *)arg) : -EINVAL;
}

static const struct uacce_ops queue_ops = {
	.get_available_instances = free_instances,
	.get_queue = get_queue,
	.put_queue = put_queue,
	.start_queue = start_queue,
	.stop_queue = stop_queue,
	.is_q_updated = is_q_updated,
	.mmap = map_region,
	.ioctl = queue_ioctl,
};

struct access {
	struct work_struct work;
	struct mm_struct *mm;
	struct accelbed_job *job;
	int result;
};

static void run_access(struct work_struct *work)
{
	struct access *access = container_of(work, struct access, work);
	struct accelbed_job *job = access->job;
	void __user *at = u64_to_user_ptr(job->address);
	unsigned long left;

	if (!mmget_not_zero(access->mm)) {
		access->result = -ESRCH;
		return;
	}
	kthread_use_mm(access->mm);
	if (job->store)
		left = copy_to_user(at, &job->value, sizeof(job->value));
	else
		left = copy_from_user(&job->value, at, sizeof(job->value));
	kthread_unuse_mm(access->mm);
	mmput(access->mm);
	access->result = left ? -EFAULT : 0;
}

/* EIO: no such queue, or it is not started. ESRCH: its address space is gone. */
static long run_job(struct accelbed_job *job)
{
	struct accelbed_queue *queue;
	struct access access = { .job = job, .result = -EIO };

	mutex_lock(&queues_lock);
	list_for_each_entry(queue, &queues, list) {
		if (queue->number != job->queue || !queue->started)
			continue;
		access.mm = queue->mm;
		INIT_WORK_ONSTACK(&access.work, run_access);
		schedule_work(&access.work);
		flush_work(&access.work);
		destroy_work_on_stack(&access.work);
		queue->completed++;
		break;
	}
	mutex_unlock(&queues_lock);
	return access.result;
}

static long engine_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *from = (void __user *)arg;
	struct accelbed_job job;
	long result;

	if (cmd != ACCELBED_JOB)
		return -ENOTTY;
	if (copy_from_user(&job, from, sizeof(job)))
		return -EFAULT;
	result = run_job(&job);
	if (!result && copy_to_user(from, &job, sizeof(job)))
		return -EFAULT;
	return result;
}

static const struct file_operations engine_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = engine_ioctl,
};

static struct miscdevice engine = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = NAME "-engine",
	.fops = &engine_fops,
};

static int probe(struct platform_device *pdev)
{
	struct uacce_interface interface = { .name = NAME, .flags = 0, .ops = &queue_ops };
	struct accelbed_device *device = devm_kzalloc(&pdev->dev, sizeof(*device), GFP_KERNEL);

	if (!device)
		return -ENOMEM;
	device->uacce = uacce_alloc(&pdev->dev, &interface);
	if (IS_ERR(device->uacce))
		return PTR_ERR(device->uacce);
	device->uacce->priv = device;
	device->uacce->is_vf = false;
	device->uacce->api_ver = NAME;
	device->uacce->algs = "copy\n";
	device->uacce->qf_pg_num[UACCE_QFRT_MMIO] = MMIO_PAGES;
	device->uacce->qf_pg_num[UACCE_QFRT_DUS] = DUS_PAGES;
	platform_set_drvdata(pdev, device);
	return uacce_register(device->uacce);
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
static int remove(struct platform_device *pdev)
#else
static void remove(struct platform_device *pdev)
#endif
{
	struct accelbed_device *device = platform_get_drvdata(pdev);

	uacce_remove(device->uacce);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
	return 0;
#endif
}

static struct platform_driver driver = {
	.driver = { .name = NAME },
	.probe = probe,
	.remove = remove,
};

static int __init start(void)
{
	int error = misc_register(&engine);

	if (!error)
		error = platform_driver_register(&driver);
	for (int i = 0; i < DEVICES && !error; i++) {
		platform[i] = platform_device_register_simple(NAME, i, NULL, 0);
		error = PTR_ERR_OR_ZERO(platform[i]);
	}
	return error;
}
/* After uacce itself, which is built in, too. */
late_initcall(start);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("uacce devices without hardware");
